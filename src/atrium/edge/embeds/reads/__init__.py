"""What a widget may read of its one customer: narrow shapes, made for other people's pages."""

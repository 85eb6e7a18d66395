"""What credits cost and how long they last: call prices, the forecast, the chart, the file."""

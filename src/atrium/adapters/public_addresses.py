"""Which numeric addresses belong to the public internet."""

import ipaddress

# IANA's special-purpose addresses (RFC 6890 and later), spelled out because `is_global` changed between patch releases
# of Python.
_NOT_PUBLIC_V4 = [
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the metadata of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
# Only this block is handed out for the public internet. What lies outside is private, link-local or multicast, or
# embeds an IPv4 address.
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
# Inside it: protocol assignments with Teredo, documentation, 6to4, documentation.
_NOT_PUBLIC_V6 = [ipaddress.IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public unicast internet. IPv6 transition forms never do, whatever they
    embed."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return parsed.is_global and not any(parsed in block for block in _NOT_PUBLIC_V4)
    return parsed.scope_id is None and parsed in _PUBLIC_V6 and not any(parsed in block for block in _NOT_PUBLIC_V6)

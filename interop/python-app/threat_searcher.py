"""A searcher for rc-cts, written for Soarkit's interop suite: it knows addresses of one documentation network."""
from circuits import BaseComponent, handler
from rc_cts import Hit, IpProp, LatLngProp, NumberProp, StringProp, ThreatLookupIncompleteException, UriProp, searcher_channel


class InteropSearcher(BaseComponent):
    channel = searcher_channel("interop")
    asked = {}

    @handler("net.ip")
    def address(self, event, *args, **kwargs):
        value = event.artifact["value"]
        if not value.startswith("203.0.113."):
            return None
        # Addresses from .100 on are not ready the first time.
        self.asked[value] = self.asked.get(value, 0) + 1
        if int(value.rsplit(".", 1)[1]) >= 100 and self.asked[value] == 1:
            raise ThreatLookupIncompleteException()
        return Hit(
            StringProp(name="Feed", value="interop \u00e4\u4e2d"),
            NumberProp(name="Score", value=71),
            UriProp(name="Report", value="https://intel.example/r/1"),
            IpProp(name="Resolves to", value=value),
            LatLngProp(name="Place", lat=51.5, lng=-0.12),
        )

"""A component for IBM's integration server, written for Soarkit's interop suite: it takes the queue of the STAXX app."""
from resilient_circuits import FunctionResult, ResilientComponent, StatusMessage, function


class StaxxQueryInPython(ResilientComponent):
    @function("staxx_query")
    def staxx_query(self, event, *args, **kwargs):
        indicator = kwargs.get("staxx_indicator")
        yield StatusMessage("looking for {}".format(indicator))
        yield FunctionResult(
            {
                "version": "1.0",
                "success": True,
                "reason": None,
                "content": [
                    {
                        "indicator": indicator,
                        "tlp": "TLP:AMBER",
                        "itype": "mal_domain",
                        "severity": "low",
                        "confidence": 33,
                        "campaign": "answered by Python",
                        "date_last": "2020-08-12 10:05:58 AM",
                    }
                ],
                "raw": "",
                "inputs": {"staxx_indicator": indicator},
                "metrics": {},
            }
        )

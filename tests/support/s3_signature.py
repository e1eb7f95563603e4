"""Reads requests as JSON, one a line ({"method", "target", "headers", "key_id", "secret", "token", "region", "path"}),
and writes for each what botocore makes of it: the path of the plain key, a space, and the signature."""

import json
import sys

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.utils import percent_encode

for line in sys.stdin:
    asked = json.loads(line)
    headers = asked["headers"]
    signed = headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    request = AWSRequest(
        method=asked["method"],
        url="http://" + headers["host"] + asked["target"],
        headers={name: headers[name] for name in signed},
    )
    request.context["timestamp"] = headers["x-amz-date"]
    auth = S3SigV4Auth(Credentials(asked["key_id"], asked["secret"], asked["token"]), "s3", asked["region"])
    text = auth.string_to_sign(request, auth.canonical_request(request))
    print(percent_encode(asked["path"], safe="/~"), auth.signature(text, request))

"""An S3 server (moto) with one bucket `content` and one user, which refuses every request whose signature is not the one
that botocore computes. Writes `PORT KEY_ID SECRET` as its only line and serves until it is killed."""

import logging

from moto import settings
from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import make_server

POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'

logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
#Moto lets everybody in by default; from the first request on it judges signatures.
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0.0

iam = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
iam.create_user(region_name="us-east-1", user_name="congress", path="/", tags=[])
iam.put_user_policy("congress", "everything", POLICY)
key = iam.create_access_key(user_name="congress")
s3_backends[DEFAULT_ACCOUNT_ID]["aws"].create_bucket("content", "us-east-1")

app = DomainDispatcherApplication(create_backend_app)
server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=MotoRequestHandler)
print(server.port, key.access_key_id, key.secret_access_key, flush=True)
server.serve_forever()

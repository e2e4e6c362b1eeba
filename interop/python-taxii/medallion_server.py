"""OASIS's reference TAXII server on loopback: argv is its configuration file. Prints its port."""
import sys
from wsgiref.simple_server import make_server

from medallion import load_app, register_blueprints

application = load_app(sys.argv[1])
server = make_server("127.0.0.1", 0, application)
print(server.server_port, flush=True)
server.serve_forever()

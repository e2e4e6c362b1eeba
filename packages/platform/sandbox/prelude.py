# The objects that scripts see (soar-protocol §4) and the one entry, run(request). Effects are only collected
# here; the platform applies them after the script has ended well.
import base64, calendar, collections, datetime, functools, hashlib, html, itertools, json, math, os, re, string, sys, time, urllib.parse, warnings

MAX_EFFECTS = 1000
MAX_EFFECT_CHARACTERS = 4_000_000
MAX_LOG_LINES = 500
MAX_LOG_CHARACTERS = 2000
SCRIPT = "<script>"
CONDITION = "<condition>"
warnings.simplefilter("ignore")


class Stop(BaseException):
    """Ends a script for good; no `except Exception` takes it."""


class Collector:
    def __init__(self, kind):
        self.kind = kind
        self.effects = []
        self.log = []
        self.characters = 0
        self.stopped = None
        self.dropped = False

    def stop(self, kind, reason):
        if self.stopped is None:
            self.stopped = (kind, reason)
        raise Stop(reason)

    def add(self, effect):
        if self.kind in ("pre", "condition"):
            self.dropped = True
            return effect
        self.characters += len(json.dumps(effect))
        if len(self.effects) >= MAX_EFFECTS or self.characters > MAX_EFFECT_CHARACTERS:
            self.stop("output", "it makes more than %d changes or %d characters of output" % (MAX_EFFECTS, MAX_EFFECT_CHARACTERS))
        self.effects.append(effect)
        return effect

    def line(self, level, text):
        if len(self.log) < MAX_LOG_LINES:
            self.log.append({"level": level, "text": str(text)[:MAX_LOG_CHARACTERS]})
        elif len(self.log) == MAX_LOG_LINES:
            self.log.append({"level": "warning", "text": "Further log lines were left out."})


class RichText:
    """A text with its format, "html" or "text"; prints and joins like its content."""

    def __init__(self, format, content):
        self.format, self.content = format, content

    def __str__(self):
        return self.content

    def __repr__(self):
        return repr(self.content)

    def __format__(self, spec):
        return format(self.content, spec)

    def __len__(self):
        return len(self.content)

    def __contains__(self, part):
        return part in self.content

    def __add__(self, other):
        return self.content + str(other)

    def __radd__(self, other):
        return str(other) + self.content

    def __eq__(self, other):
        return self.content == (other.content if isinstance(other, RichText) else other)

    def __hash__(self):
        return hash(self.content)


class Data(dict):
    """A dictionary whose items are also attributes: results["content"] and results.content."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError("there is no %r here; there is: %s" % (name, ", ".join(map(str, self)) or "nothing")) from None

    def __setattr__(self, name, value):
        self[name] = value

    # Names that Python 2 scripts use.
    def has_key(self, name):
        return name in self

    def iteritems(self):
        return iter(self.items())

    def itervalues(self):
        return iter(self.values())

    def iterkeys(self):
        return iter(self)


class Lenient(Data):
    """Values that may be missing: activity fields of a rule, results of earlier steps."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)


def wrap(value, data=Data):
    if isinstance(value, dict):
        if len(value) == 2 and "format" in value and isinstance(value.get("content"), str):
            return RichText(value["format"], value["content"])
        return data((name, wrap(item)) for name, item in value.items())
    if isinstance(value, list):
        return [wrap(item) for item in value]
    return value


def plain(value, what):
    """The value as JSON can carry it, or an error that names what it was meant for."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        if abs(value) > 9007199254740991:
            raise ValueError("the number for %s is too large" % what)
        return int(value)
    if isinstance(value, float):
        if value != value or value in (math.inf, -math.inf):
            raise ValueError("the number for %s is not finite" % what)
        return value
    if isinstance(value, RichText):
        return {"format": value.format, "content": value.content}
    if isinstance(value, datetime.datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        return int(moment.timestamp() * 1000)
    if isinstance(value, datetime.date):
        return calendar.timegm(value.timetuple()) * 1000
    if isinstance(value, dict):
        return {str(name): plain(item, what) for name, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset, Data)):
        return [plain(item, what) for item in value]
    raise TypeError("%s cannot hold a value of type %s" % (what, type(value).__name__))


def text_content(value, what):
    if isinstance(value, RichText):
        return {"format": value.format, "content": value.content}
    if value is None or isinstance(value, (dict, list)):
        raise TypeError("%s needs a text, not %s" % (what, type(value).__name__))
    return {"format": "text", "content": str(value)}


class Record:
    """An object of the platform: fields by name, read from a snapshot, written as effects."""

    def __init__(self, kind, fields, collector, parent=None, prefix=""):
        put = super().__setattr__
        put("_kind", kind)
        put("_prefix", prefix)
        put("_collector", collector)
        put("_parent", parent)
        values = {name: wrap(value) for name, value in fields.items()}
        if not prefix and isinstance(fields.get("properties"), dict):
            values["properties"] = Record(kind, fields["properties"], collector, prefix="properties.")
        put("_fields", values)

    def _missing(self, name):
        return "%s has no field %r" % (self._kind, self._prefix + str(name))

    def __getattr__(self, name):
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(self._missing(name)) from None

    def __setattr__(self, name, value):
        if name not in self._fields:
            raise AttributeError(self._missing(name))
        field = self._prefix + name
        self._collector.add({"kind": "set_field", "object": self._kind, "field": field, "value": plain(value, "%s.%s" % (self._kind, field))})
        self._fields[name] = value

    def __getitem__(self, name):
        try:
            return self._fields[name]
        except KeyError:
            raise KeyError(self._missing(name)) from None

    def __setitem__(self, name, value):
        setattr(self, name, value)

    def __contains__(self, name):
        return name in self._fields

    def __iter__(self):
        return iter(self._fields)

    def __dir__(self):
        return list(self._fields)

    def get(self, name, default=None):
        return self._fields.get(name, default)

    def getParentObject(self):
        return self._parent


class Noted(Record):
    def addNote(self, text):
        self._collector.add({"kind": "add_note", "target": self._kind, "text": text_content(text, "addNote")})


class Incident(Noted):
    def addArtifact(self, type, value, description=None):
        if isinstance(type, dict):
            type = type.get("name", type.get("id"))
        if not isinstance(type, (str, int)) or isinstance(type, bool):
            raise TypeError("addArtifact needs the artifact type's name")
        said = None if description is None else text_content(description, "addArtifact's description")
        effect = {"kind": "add_artifact", "type": type, "value": str(value), "description": said, "hits": []}
        return NewArtifact(self._collector.add(effect))

    def addTask(self, name, phase=None, instructions=None):
        said = None if instructions is None else text_content(instructions, "addTask's instructions")
        self._collector.add({"kind": "add_task", "name": str(name), "phase": None if phase is None else str(phase), "instructions": said})

    def addMilestone(self, title, description, date):
        said = None if description is None else text_content(description, "addMilestone's description")
        self._collector.add({"kind": "add_milestone", "title": str(title), "description": said, "date": plain(date, "addMilestone's date")})


def hit_of(name, properties):
    checked = []
    for item in properties or []:
        kind = item.get("type", "string")
        if kind not in ("string", "number", "uri", "ip", "lat_lng"):
            raise ValueError("a hit's property has the type string, number, uri, ip or lat_lng, not %r" % (kind,))
        checked.append({"name": str(item["name"]), "type": kind, "value": plain(item.get("value"), "addHit")})
    return {"name": str(name), "properties": checked}


class Artifact(Record):
    def addHit(self, name, properties=None):
        self._collector.add({"kind": "add_hit", **hit_of(name, properties)})


class NewArtifact:
    """What addArtifact answers: the artifact as it will be made."""

    def __init__(self, effect):
        super().__setattr__("_effect", effect)

    def __getattr__(self, name):
        if name in ("type", "value", "description"):
            return wrap(self._effect[name])
        raise AttributeError("a new artifact has no field %r yet" % name)

    def __setattr__(self, name, value):
        if name != "description":
            raise AttributeError("only the description of a new artifact can be set")
        self._effect["description"] = None if value is None else text_content(value, "artifact.description")

    def addHit(self, name, properties=None):
        self._effect["hits"].append(hit_of(name, properties))


class Workflow:
    def __init__(self, properties, collector):
        self.properties = wrap(properties, Lenient)
        self._collector = collector

    def addProperty(self, name, value):
        said = plain(value, "workflow.addProperty")
        self._collector.add({"kind": "workflow_property", "name": str(name), "value": said})
        self.properties[str(name)] = wrap(said)


class Inputs:
    def __init__(self, values, names):
        super().__setattr__("_values", dict(values))
        super().__setattr__("_names", names)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return wrap(self._values.get(name))

    def __setattr__(self, name, value):
        if self._names is not None and name not in self._names:
            raise AttributeError("the function has no input %r; its inputs are: %s" % (name, ", ".join(self._names) or "none"))
        self._values[name] = plain(value, "inputs.%s" % name)

    def __getitem__(self, name):
        return getattr(self, name)

    def __setitem__(self, name, value):
        setattr(self, name, value)


class Helper:
    def __init__(self, collector):
        self._collector = collector

    def createRichText(self, text):
        return RichText("html", str(text))

    def createPlainText(self, text):
        return RichText("text", str(text))

    def fail(self, message):
        self._collector.stop("fail", str(message)[:MAX_LOG_CHARACTERS])


class Log:
    def __init__(self, collector):
        for level, name in (("debug", "debug"), ("info", "info"), ("warning", "warn"), ("warning", "warning"), ("error", "error")):
            setattr(self, name, functools.partial(collector.line, level))


class Printer:
    """Takes what `print` writes, line by line."""

    def __init__(self, collector, level):
        self._collector, self._level, self._rest = collector, level, ""

    def write(self, text):
        *lines, rest = (self._rest + text).split("\n")
        for line in lines:
            self._collector.line(self._level, line)
        self._rest = rest[:MAX_LOG_CHARACTERS]
        return len(text)

    def flush(self):
        if self._rest:
            self._collector.line(self._level, self._rest)
            self._rest = ""


PYTHON2 = {"unicode": str, "basestring": str, "long": int, "xrange": range, "unichr": chr, "reduce": functools.reduce}


def objects_of(request, collector):
    given = request["globals"]
    names = dict.fromkeys(("incident", "artifact", "task", "note", "rule", "workflow", "principal", "results", "inputs", "milestone", "attachment", "row", "playbook"))
    if given.get("incident") is not None:
        names["incident"] = Incident("incident", given["incident"], collector)
    for kind, made in (("artifact", Artifact), ("task", Noted), ("note", Noted)):
        if given.get(kind) is not None:
            names[kind] = made(kind, given[kind], collector, names["incident"])
    if given.get("rule") is not None:
        names["rule"] = Data({**wrap(given["rule"]), "properties": wrap(given["rule"].get("properties") or {}, Lenient)})
    if given.get("workflow") is not None:
        names["workflow"] = Workflow(given["workflow"].get("properties") or {}, collector)
    if given.get("principal") is not None:
        names["principal"] = wrap(given["principal"])
    names["results"] = wrap(given.get("results"))
    if request["kind"] == "pre":
        names["inputs"] = Inputs(given.get("inputs") or {}, request.get("inputNames"))
    names["helper"] = Helper(collector)
    names["log"] = Log(collector)
    if request["language"] == "python":
        names.update(PYTHON2)
    names["__name__"] = "__main__"
    return names


def failure_of(error, source):
    """Line and readable text of an exception, in the script's own words."""
    line = None
    if isinstance(error, SyntaxError) and error.filename in (SCRIPT, CONDITION):
        line, reason = error.lineno, error.msg
    else:
        reason = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
        frame = error.__traceback__
        while frame is not None:
            if frame.tb_frame.f_code.co_filename in (SCRIPT, CONDITION):
                line = frame.tb_lineno
            frame = frame.tb_next
    kind = type(error).__name__
    reason = "%s: %s" % (kind, reason) if reason else kind
    lines = source.splitlines()
    if line is not None and 0 < line <= len(lines) and lines[line - 1].strip():
        reason += " (in: %s)" % lines[line - 1].strip()[:200]
    return {"kind": "error", "line": line or 0, "reason": reason[:1000]}


def run(text):
    request = json.loads(text)
    collector = Collector(request["kind"])
    source = request["source"]
    printed, complained = Printer(collector, "info"), Printer(collector, "error")
    answer = {"effects": collector.effects, "log": collector.log}
    try:
        sys.stdout, sys.stderr = printed, complained
        names = objects_of(request, collector)
        exec(compile(source, SCRIPT, "exec", dont_inherit=True), names)
        if request.get("expression"):
            answer["value"] = plain(eval(compile(request["expression"].strip(), CONDITION, "eval", dont_inherit=True), names), "the condition")
        printed.flush()
        complained.flush()
        if request["kind"] == "pre":
            answer["inputs"] = names["inputs"]._values if isinstance(names["inputs"], Inputs) else {}
            if collector.dropped:
                collector.line("warning", "Changes to other objects than inputs were left out: a pre-process script only sets inputs.")
    except MemoryError:
        answer["failure"] = {"kind": "memory", "line": 0, "reason": ""}
    except BaseException as error:
        answer["failure"] = failure_of(error, source)
    finally:
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    if collector.stopped is not None:
        kind, reason = collector.stopped
        answer["failure"] = {"kind": kind, "line": answer.get("failure", {}).get("line", 0), "reason": reason}
    if "failure" in answer:
        answer["effects"] = []
    try:
        return json.dumps(answer)
    except MemoryError:
        return '{"effects": [], "log": [], "failure": {"kind": "memory", "line": 0, "reason": ""}}'


FORBIDDEN_MODULES = frozenset(("js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "ctypes", "_ctypes", "multiprocessing", "subprocess"))
FORBIDDEN_EVENTS = {
    "os.system": "start programs", "os.exec": "start programs", "os.posix_spawn": "start programs", "os.spawn": "start programs",
    "os.fork": "start programs", "os.forkpty": "start programs", "subprocess.Popen": "start programs", "pty.spawn": "start programs",
    "os.kill": "end programs", "socket.__new__": "use the network", "socket.connect": "use the network", "socket.bind": "use the network",
    "socket.getaddrinfo": "use the network", "urllib.Request": "use the network", "os.remove": "change files", "os.rename": "change files",
    "os.mkdir": "change files", "os.rmdir": "change files", "os.truncate": "change files", "sqlite3.connect": "open databases",
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Barrier:
    """First finder of modules: names what a script may not import, whichever way it asks."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] in FORBIDDEN_MODULES:
            raise ImportError("a script may not import %s" % name)
        return None


def guard(event, arguments, events=FORBIDDEN_EVENTS, writing=WRITING):
    """Says clearly what a script may not do. The walls themselves are outside of Python."""
    if event in events:
        raise PermissionError("a script may not %s" % events[event])
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & writing:
        raise PermissionError("a script may not write files")


def seal():
    """Last step before the first script: what leads to JavaScript goes, and the guard stands."""
    for name in list(sys.modules):
        if name.split(".")[0] in FORBIDDEN_MODULES:
            del sys.modules[name]
    sys.meta_path[:] = [Barrier] + [finder for finder in sys.meta_path if "yodide" not in getattr(type(finder), "__module__", "") and "yodide" not in getattr(finder, "__module__", "")]
    if "random" in sys.modules:
        sys.modules["random"].seed()
    sys.addaudithook(guard)

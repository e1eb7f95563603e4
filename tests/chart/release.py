"""A rendered release: what `helm template` prints, parsed, and the questions that the checks ask of it."""

import copy
import functools
import pathlib
import shutil
import subprocess
import tempfile

import yaml

CHART = pathlib.Path(__file__).resolve().parents[2] / "helm" / "congress"
NAMESPACE = "party-office"
# The parser in C where PyYAML has it; it is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Refused(Exception):
    """The schema or a template refuses the values; the text is helm's."""


class Chart:
    """The chart, or a copy of it with some of its text replaced, as careless hands would leave it."""

    def __init__(self, helm, edits=()):
        self.helm = helm
        self._folder = tempfile.TemporaryDirectory(prefix="congress-chart-")
        self.path = pathlib.Path(self._folder.name) / "congress"
        shutil.copytree(CHART, self.path)
        for edit in edits:
            self._replace(edit["file"], edit["from"], edit["to"])

    def _replace(self, file, old, new):
        path = self.path / file
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise AssertionError(f"{file} has no text {old!r} to replace: the case is out of date")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def templates(self):
        return {p.name: p.read_text(encoding="utf-8") for p in sorted((self.path / "templates").iterdir())}

    def lint(self, values_files=()):
        """The complaint of `helm lint --strict`, empty when there is none."""
        files = [argument for file in values_files for argument in ("--values", str(file))]
        done = subprocess.run([self.helm, "lint", "--strict", str(self.path), *files], capture_output=True, text=True)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    def render(self, values=None, name="congress", version=None):
        """Renders the release; `version` is that of the chart and the application, as after an upgrade."""
        chart = self.path
        with tempfile.TemporaryDirectory(prefix="congress-render-") as folder:
            if version:
                chart = pathlib.Path(folder) / "congress"
                shutil.copytree(self.path, chart)
                facts = yaml.safe_load((chart / "Chart.yaml").read_text(encoding="utf-8"))
                facts.update(version=version, appVersion=version)
                (chart / "Chart.yaml").write_text(yaml.safe_dump(facts), encoding="utf-8")
            done = subprocess.run(
                [self.helm, "template", name, str(chart), "--namespace", NAMESPACE, "--values", "-",
                 *(["--is-upgrade"] if version else [])],
                input=yaml.safe_dump(values or {}), capture_output=True, text=True)
        if done.returncode != 0:
            raise Refused(done.stderr)
        return done.stdout


class Release:
    """The objects of one release, with the values that made it."""

    def __init__(self, chart, values=None):
        self.chart = chart
        self.values = values or {}
        self.text = chart.render(self.values)
        self.objects = parse(self.text)

    @functools.lru_cache(maxsize=None)
    def again(self):
        return self.chart.render(self.values)

    @functools.lru_cache(maxsize=None)
    def upgraded(self):
        """The same release by the chart's next version."""
        return parse(self.chart.render(self.values, version="9.9.9"))

    @functools.lru_cache(maxsize=None)
    def elsewhere(self):
        """The same release at another site: the longest name, its own registry, its own roles."""
        roles = {"process": ["*.read"], "auditor": ["audit.records.read"]}
        values = merged(self.values, {"registry": "mirror.test:5000/party", "auth": {"roles": roles}})
        return parse(self.chart.render(values, name="x" * 53))

    def kind(self, *kinds):
        return [o for o in self.objects if o["kind"] in kinds]

    def workloads(self):
        return [Workload(o) for o in self.kind("Deployment", "StatefulSet", "Job")]

    def processes(self):
        return [Workload(o) for o in self.kind("Deployment")]

    def init(self):
        """The job that makes the stores."""
        return [Workload(o) for o in self.kind("Job")]

    def told_of_stores(self):
        """Name, pod and container of everything that opens a store."""
        return [(f"{w.name}/{c['name']}", w.pod, c) for w in self.processes() + self.init() for c in w.containers()]

    def redis(self):
        return [Workload(o) for o in self.kind("StatefulSet")]

    def chosen(self, selector):
        """Components whose pods have all labels of the selector."""
        return [w.component for w in self.workloads() if selector.items() <= w.labels.items()]

    def policy(self, component):
        found = [p for p in self.kind("NetworkPolicy")
                 if component in self.chosen(p["spec"]["podSelector"].get("matchLabels", {}))]
        return found[0]["spec"] if len(found) == 1 else None


class Workload:
    """A Deployment or StatefulSet of one container, or a Job of one for each process."""

    def __init__(self, owner):
        self.owner = owner
        self.name = owner["metadata"]["name"]
        self.spec = owner["spec"]
        self.labels = self.spec["template"]["metadata"]["labels"]
        self.component = self.labels.get("app.kubernetes.io/component", self.name)
        self.annotations = self.spec["template"]["metadata"].get("annotations", {})
        self.pod = self.spec["template"]["spec"]
        self.container = self.pod["containers"][0]
        self.ports = {p["name"]: p["containerPort"] for p in self.container.get("ports", [])}
        self.options = options_of(self.container)

    def containers(self):
        return self.pod["containers"] + self.pod.get("initContainers", [])

    def option_port(self, option):
        address = self.options.get(option, "")
        return int(address.rpartition(":")[2]) if address else None

    def peers(self):
        listed = self.options.get("--peers", "")
        return dict(entry.split("=", 1) for entry in listed.split(",")) if listed else {}

    def secrets(self):
        return {v["secret"]["secretName"]: v["secret"] for v in self.pod.get("volumes", []) if "secret" in v}


def options_of(container):
    return {option: value for option, _, value in (a.partition("=") for a in container.get("args", []))}


def parse(text):
    return [o for o in yaml.load_all(text, Loader=LOADER) if o]


def merged(base, over):
    """`over` on top of `base`, as helm does it: maps merge, null takes away, everything else is replaced."""
    result = copy.deepcopy(base)
    for key, value in over.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = copy.deepcopy(value)
    return result


def bytes_of(quantity):
    """A Kubernetes quantity of memory as a number of bytes."""
    units = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
    for unit, factor in units.items():
        if quantity.endswith(unit):
            return int(quantity.removesuffix(unit)) * factor
    return int(quantity)

"""What holds of every pod: image, rights, probes, drain, resources, where replicas go."""

import pathlib
import re
import subprocess

from checks.registry import check
from release import NAMESPACE, bytes_of, options_of

# Options of the server binaries that the chart may pass.
OPTIONS = {
    "--listen", "--health", "--metrics", "--store", "--store-password-file", "--peers", "--trusted-keys", "--token-lifetime", "--call-rate",
    "--signing-key", "--roles", "--paper-layout", "--tls-cert", "--tls-key", "--tls-ca", "--anonymous-peers", "--client-ca", "--insecure", "--drain-pause",
    "--drain-deadline", "--log-level", "--reflection", "--content", "--content-key", "--max-content", "--backup-key",
    "--cors-origins", "--suite", "--witness", "--init", "--accept-rollback",
}
BINARIES = pathlib.Path(__file__).resolve().parents[3] / "build" / "release" / "bin"
PROBES = ("startupProbe", "livenessProbe", "readinessProbe")


@check
def image_pinned(release):
    """Every image has a digest or a tag, and the tag is not `latest`."""
    for workload in release.workloads():
        for container in workload.containers():
            name, _, digest = container["image"].partition("@")
            tag = name.rpartition("/")[2].partition(":")[2]
            if not (digest.startswith("sha256:") or (tag and tag != "latest")):
                yield f"{workload.name}: {container['image']}"


@check
def registry_of_the_site(release):
    """`registry` goes before every image, so that a closed network needs one value."""
    for o in release.elsewhere():
        for container in o["spec"]["template"]["spec"]["containers"] if "template" in o.get("spec", {}) else []:
            if not container["image"].startswith("mirror.test:5000/party/"):
                yield f"{o['metadata']['name']}: {container['image']}"


@check
def names_unique_and_short(release):
    """No two objects share a name, and names are DNS labels even under the longest release name."""
    for objects in (release.objects, release.elsewhere()):
        seen = [(o["kind"], o["metadata"]["name"]) for o in objects]
        yield from (f"twice: {pair}" for pair in set(seen) if seen.count(pair) > 1)
        label = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
        yield from (f"too long or no label: {n}" for _, n in seen if not re.fullmatch(label, n))


@check
def objects_labelled(release):
    """Every object is in the release's namespace and says whose it is."""
    wanted = {"name", "instance", "component", "version", "managed-by", "part-of"}
    for o in release.objects:
        labels = {label.rpartition("/")[2] for label in o["metadata"].get("labels", {})}
        if o["metadata"].get("namespace") != NAMESPACE or not wanted <= labels:
            yield f"{o['kind']} {o['metadata']['name']}: namespace or labels {sorted(wanted - labels)}"


@check
def pods_not_root(release):
    """Pods run under a user other than root, and the kubelet makes sure of it."""
    for w in release.workloads():
        context = w.pod.get("securityContext", {})
        if context.get("runAsNonRoot") is not True or not context.get("runAsUser", 0) > 0:
            yield w.name


@check
def root_read_only(release):
    """Containers cannot write to their image; what they can write to is a claim or the witness's volume."""
    for w in release.workloads():
        claims = {"witness"} | {t["metadata"]["name"] for t in w.spec.get("volumeClaimTemplates", [])}
        for c in w.containers():
            if c.get("securityContext", {}).get("readOnlyRootFilesystem") is not True:
                yield f"{w.name}: root"
            yield from (f"{w.name}: {m['mountPath']} is writable" for m in c.get("volumeMounts", [])
                        if not m.get("readOnly") and m["name"] not in claims)


@check
def capabilities_dropped(release):
    """Containers have no Linux capability."""
    for w in release.workloads():
        for c in w.containers():
            if c.get("securityContext", {}).get("capabilities") != {"drop": ["ALL"]}:
                yield w.name


@check
def no_escalation(release):
    """No process of a container gains rights that its parent lacks."""
    for w in release.workloads():
        for c in w.containers():
            context = c.get("securityContext", {})
            if context.get("allowPrivilegeEscalation") is not False or context.get("privileged"):
                yield w.name


@check
def seccomp_default(release):
    """System calls are filtered by the runtime's profile."""
    for w in release.workloads():
        if w.pod.get("securityContext", {}).get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield w.name


@check
def host_untouched(release):
    """No pod shares a namespace, port or folder of its node."""
    for w in release.workloads():
        if any(w.pod.get(k) for k in ("hostNetwork", "hostPID", "hostIPC")):
            yield f"{w.name}: shares a namespace"
        if any("hostPort" in p for c in w.containers() for p in c.get("ports", [])):
            yield f"{w.name}: hostPort"
        allowed = {"secret", "configMap", "emptyDir", "persistentVolumeClaim", "nfs"}
        if any(not allowed & v.keys() for v in w.pod.get("volumes", [])):
            yield f"{w.name}: a volume of the node"


@check
def own_account_without_token(release):
    """Each workload has a service account of its own and no token of the cluster."""
    accounts = {a["metadata"]["name"]: a for a in release.kind("ServiceAccount")}
    used = [w.pod.get("serviceAccountName") for w in release.workloads()]
    for w in release.workloads():
        account = w.pod.get("serviceAccountName")
        if account not in accounts or used.count(account) != 1:
            yield f"{w.name}: account {account}"
        elif w.pod.get("automountServiceAccountToken") or accounts[account].get("automountServiceAccountToken", True):
            yield f"{w.name}: token mounted"
        elif w.pod.get("automountServiceAccountToken") is None:
            yield f"{w.name}: token not refused by the pod"


@check
def no_service_links(release):
    """The cluster adds no CONGRESS_* variables, which the binaries would read as options."""
    yield from (w.name for w in release.workloads() if w.pod.get("enableServiceLinks") is not False)


@check
def liveness_free_of_store(release):
    """Liveness and startup ask `live`, which does not touch the store: a slow Redis restarts nobody."""
    for w in release.processes():
        for probe in ("livenessProbe", "startupProbe"):
            if w.container.get(probe, {}).get("grpc", {}).get("service") != "live":
                yield f"{w.name}: {probe}"


@check
def readiness_asks_the_store(release):
    """Readiness asks the service of no name, which includes the store."""
    for w in release.processes():
        probe = w.container.get("readinessProbe", {}).get("grpc")
        if probe is None or probe.get("service", ""):
            yield w.name


@check
def startup_has_time(release):
    """A process has at least 30 s, and Redis five minutes to read its log, before liveness counts."""
    for w in release.processes() + release.redis():
        probe = w.container.get("startupProbe", {})
        least = 300 if w.component == "redis" else 30
        if probe.get("periodSeconds", 10) * probe.get("failureThreshold", 0) < least:
            yield w.name


@check
def probe_speaks_plaintext(release):
    """Probes go to a declared port on which the process speaks plaintext, the only thing that a kubelet speaks."""
    for w in release.processes():
        plaintext = w.option_port("--health") if "--tls-cert" in w.options else w.option_port("--listen")
        for probe in PROBES:
            port = w.container.get(probe, {}).get("grpc", {}).get("port")
            if port != plaintext or port not in w.ports.values():
                yield f"{w.name}: {probe} at {port}, plaintext is at {plaintext}"


@check
def grace_exceeds_drain(release):
    """The kubelet kills no earlier than 5 s after the longest drain."""
    for w in release.processes():
        seconds = [int(w.options.get(o, "x0s").strip("xs")) for o in ("--drain-pause", "--drain-deadline")]
        if not w.pod.get("terminationGracePeriodSeconds", 30) > sum(seconds) + 5 or not all(seconds):
            yield f"{w.name}: {w.pod.get('terminationGracePeriodSeconds')} s for {seconds}"


@check
def resources_set(release):
    """Containers ask for processor and memory, are limited in memory, and ask for no more than the limit."""
    for w in release.workloads():
        for c in w.containers():
            asked, limit = (c.get("resources", {}).get(k, {}) for k in ("requests", "limits"))
            if not ({"cpu", "memory"} <= asked.keys() and "memory" in limit):
                yield f"{w.name}: {c.get('resources')}"
            elif bytes_of(asked["memory"]) > bytes_of(limit["memory"]):
                yield f"{w.name}: asks for more memory than its limit"


@check
def replicas_spread(release):
    """Replicas of one service are kept on different nodes, counting only pods of the same rollout."""
    for w in release.processes():
        if not any(s["topologyKey"] == "kubernetes.io/hostname" and s["maxSkew"] == 1
                   and release.chosen(s["labelSelector"]["matchLabels"]) == [w.component]
                   and s.get("matchLabelKeys") == ["pod-template-hash"]
                   for s in w.pod.get("topologySpreadConstraints", [])):
            yield w.name


@check
def rollout_keeps_capacity(release):
    """A rollout takes no old pod away before a new one is ready."""
    for w in release.processes():
        if w.spec.get("strategy", {}).get("rollingUpdate", {}).get("maxUnavailable") != 0:
            yield w.name


@check
def disruption_bounded(release):
    """Each service has one budget: a node can be drained, one pod of a service at a time."""
    budgets = release.kind("PodDisruptionBudget")
    for w in release.processes():
        own = [b["spec"] for b in budgets if release.chosen(b["spec"]["selector"]["matchLabels"]) == [w.component]]
        if len(own) != 1 or own[0].get("maxUnavailable") != 1:
            yield w.name


@check
def options_known(release):
    """Each process gets options that it knows; a wrong one would end it. Asks the built binary when there is one."""
    for name, _, container in release.told_of_stores():
        binary = BINARIES / pathlib.Path(container["command"][0]).name
        known = OPTIONS
        if binary.exists():
            text = subprocess.run([binary, "--help"], capture_output=True, text=True, timeout=20).stdout
            known = OPTIONS & set(re.findall(r"--[a-z-]+", text))
        yield from (f"{name} does not know {option}" for option in options_of(container) if option not in known)


@check
def command_is_own_binary(release):
    """The one image is told by its command which process it is."""
    for w in release.processes():
        if w.container.get("command") != [f"/usr/local/bin/congress-{w.component}"]:
            yield w.name

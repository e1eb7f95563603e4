"""Who reaches whom: services, peers, network policies, TLS."""

import itertools
import re

from checks.registry import check
from release import NAMESPACE

# Who calls whom, from the design of the suite.
CALLS = {
    "gateway": {"allocation", "dossiers", "drafting", "scheduling"},
    "allocation": {"drafting"},
    "dossiers": {"allocation", "drafting"},
    "drafting": {"allocation"},
    "scheduling": {"allocation", "dossiers", "drafting"},
}


@check
def services_reach_pods(release):
    """Each Service chooses the pods of one workload by a port of theirs; only the gateway's opens to the outside."""
    workloads = {w.component: w for w in release.workloads()}
    for s in release.kind("Service"):
        chosen = release.chosen(s["spec"]["selector"])
        if len(chosen) != 1 or any(p["targetPort"] not in workloads[chosen[0]].ports for p in s["spec"]["ports"]):
            yield f"{s['metadata']['name']}: {chosen}"
        elif s["spec"].get("type", "ClusterIP") != "ClusterIP" and chosen != ["gateway"]:
            yield f"{s['metadata']['name']}: open to the outside"


@check
def peers_headless(release):
    """Peers are headless Services of this release, so that calls go round robin over all pods."""
    services = {s["metadata"]["name"]: s["spec"] for s in release.kind("Service")}
    for w in release.processes():
        for peer, target in w.peers().items():
            name = re.fullmatch(rf"dns:///([a-z0-9-]+)\.{NAMESPACE}\.svc\.[a-z.]+:(\d+)", target)
            spec = services.get(name[1], {}) if name else {}
            if (spec.get("clusterIP") != "None" or release.chosen(spec["selector"]) != [peer]
                    or int(name[2]) not in [p["port"] for p in spec["ports"]]):
                yield f"{w.name}: {peer} at {target}"


@check
def peers_as_designed(release):
    """Each process is told of the services that it calls, the gateway of all."""
    for w in release.processes():
        if set(w.peers()) != CALLS[w.component]:
            yield f"{w.component}: {sorted(w.peers())}"


@check
def policy_for_every_pod(release):
    """Every pod is under a network policy for both directions: what is not allowed is denied."""
    for w in release.workloads():
        policy = release.policy(w.component)
        if policy is None or set(policy["policyTypes"]) != {"Ingress", "Egress"}:
            yield w.name


@check
def policy_follows_peers(release):
    """Between processes a connection is allowed, on both sides, if and only if one is the other's peer."""
    for a, b in itertools.permutations(release.processes(), 2):
        port = b.option_port("--listen")
        source, target = release.policy(a.component), release.policy(b.component)
        if source is None or target is None:
            continue
        leaves = allowed(release, source, "egress", "to", b.component, port)
        enters = allowed(release, target, "ingress", "from", a.component, port)
        if not leaves == enters == (b.component in a.peers()):
            yield f"{a.component} → {b.component}: leaves {leaves}, enters {enters}"


@check
def policy_closes_redis(release):
    """Redis takes connections from the processes and the job that makes their stores, and makes none."""
    for redis in release.redis():
        policy = release.policy("redis")
        if policy is None:
            continue
        sources = [release.chosen(source.get("podSelector", {}).get("matchLabels", {}))
                   for rule in policy.get("ingress") or [] for source in rule.get("from", [{}])]
        if sorted(itertools.chain(*sources)) != sorted([*CALLS, "init"]) or policy.get("egress"):
            yield f"from {sources}, to {policy.get('egress')}"


@check
def store_within_reach(release):
    """Who opens a store may reach its port: of the chart's Redis, or of the one outside. The job is reached by nobody."""
    for w in release.processes() + release.init():
        policy = release.policy(w.component)
        port = int((re.search(r":(\d+)(/\d+)?$", w.options["--store"]) or [0, 6379])[1])
        ports = [p["port"] for rule in (policy or {}).get("egress", []) for p in rule["ports"]]
        if policy and (port not in ports or (release.redis() and not allowed(
                release, policy, "egress", "to", "redis", port))):
            yield f"{w.name}: no way to port {port}"
    if (release.policy("init") or {}).get("ingress"):
        yield "the job takes connections"


def allowed(release, policy, direction, side, component, port):
    """Whether a rule of the policy names exactly such pods; rules for addresses and name spaces do not count."""
    return policy is not None and any(
        component in release.chosen(peer["podSelector"]["matchLabels"])
        for rule in policy.get(direction) or [] if port in [p["port"] for p in rule["ports"]]
        for peer in rule.get(side, []) if "matchLabels" in peer.get("podSelector", {}))


@check
def files_within_reach(release):
    """Who keeps files is told where, finds keys and credentials in one Secret, and may reach it; nobody else is told."""
    url = release.values.get("content", {}).get("url", "")
    for w in release.processes():
        told = w.options.get("--content", "")
        if (w.component in ("dossiers", "drafting") and url != "") != (told != ""):
            yield f"{w.name}: {told!r}"
        elif told:
            mounts = [m["mountPath"] for m in w.container["volumeMounts"]]
            files = [w.options.get("--content-key", ""), *re.findall(r"-file=([^&]+)", told)]
            yield from (f"{w.name}: {f} is not mounted" for f in files if f.rpartition("/")[0] not in mounts)
            port = int((re.search(r"endpoint=https?://[^&:]+:(\d+)", told) or [0, 443])[1])
            rules = (release.policy(w.component) or {}).get("egress", [])
            if port not in [p["port"] for rule in rules for p in rule["ports"]]:
                yield f"{w.name}: no way to port {port}"


@check
def backup_within_reach(release):
    """The backup job may reach the gateway, finds what its options name and writes to its claim alone; the processes have
    the key if there is one."""
    keyed = release.values.get("backup", {}).get("publicKey", "") != ""
    yield from (f"{w.name}: key" for w in release.processes() if keyed != ("--backup-key" in w.options))
    for job in release.kind("CronJob"):
        pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        container, = pod["containers"]
        own, gateway = release.policy("backup"), release.policy("gateway")
        if own and not (allowed(release, own, "egress", "to", "gateway", 50051) and own["ingress"] == []):
            yield "the way to the gateway"
        doors = [rule for rule in (gateway or {}).get("ingress", []) if {"port": 50051} in rule["ports"]]
        labels = job["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["labels"]
        named = [peer.get("podSelector", {}).get("matchLabels") for rule in doors for peer in rule.get("from", [])]
        if gateway and all(rule.get("from") for rule in doors) and labels not in named:
            yield "the gateway's door"
        mounts = {m["mountPath"]: m for m in container["volumeMounts"]}
        files = re.findall(r"--(?:token-file|tls-ca|client-ca|trusted-keys)=(\S+)", " ".join(container["args"]))
        yield from (f"{f} is not mounted" for f in files if f not in mounts and f.rpartition("/")[0] not in mounts)
        yield from (f"{m['name']} is writable" for m in mounts.values()
                    if not m.get("readOnly") and m["name"] != "backups")
        if not pod["securityContext"].get("runAsNonRoot") or pod.get("automountServiceAccountToken") is not False:
            yield "rights"


@check
def metrics_by_permission(release):
    """Metrics are open to nobody, or to those whom `networkPolicy.metrics` names."""
    for w in release.processes():
        policy = release.policy(w.component) or {}
        for rule in policy.get("ingress") or []:
            ports = [p["port"] for p in rule.get("ports", [])]
            if not ports or (w.ports["metrics"] in ports and not rule.get("from")):
                yield w.name


@check
def tls_everywhere(release):
    """Every process has a certificate and the authority's; plaintext is not allowed."""
    for w in release.processes():
        if {"--insecure", "--anonymous-peers"} & w.options.keys() or not {"--tls-cert", "--tls-key", "--tls-ca"} <= w.options.keys():
            yield w.name


@check
def pages_of_nobody(release):
    """No page of a browser may call unless its origin is named."""
    yield from (w.name for w in release.processes() if "--cors-origins" in w.options)


@check
def reflection_off(release):
    """Nobody lists the services' methods unless reflection is asked for."""
    yield from (w.name for w in release.processes() if "--reflection" in w.options)

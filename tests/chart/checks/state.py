"""What must last: Redis, secrets, and everything that an upgrade may not change."""

import re

from checks.registry import check
from release import Workload, bytes_of


@check
def redis_durable(release):
    """An acknowledged write is on a claim's disk, never evicted, and the claim outlives the release."""
    for w in release.redis():
        config = redis_config(release)
        mounts = {m["mountPath"]: m["name"] for m in w.container["volumeMounts"]}
        claims = [t["metadata"]["name"] for t in w.spec.get("volumeClaimTemplates", [])]
        wanted = {"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction"}
        yield from (f"{k} is {config.get(k)}" for k, v in wanted.items() if config.get(k) != v)
        if mounts.get(config.get("dir")) not in claims:
            yield "its folder is no claim"
        if w.spec.get("persistentVolumeClaimRetentionPolicy", {}).get("whenDeleted") != "Retain":
            yield "the claim goes with the release"
        if w.spec["replicas"] != 1:
            yield "two pods are two databases"


@check
def redis_headroom(release):
    """Redis stops at half of its memory, so that it refuses writes before the kernel kills it."""
    for w in release.redis():
        limit = bytes_of(w.container["resources"]["limits"]["memory"])
        if not 0 < 2 * bytes_of(redis_config(release).get("maxmemory", "0").replace("mb", "Mi")) <= limit:
            yield redis_config(release).get("maxmemory", "no limit")


@check
def redis_password_unseen(release):
    """The password is a file of a Secret for Redis and processes: in no argument, variable or ConfigMap."""
    for w in release.redis():
        command = " ".join(w.container.get("command", []) + w.container.get("args", []))
        if "requirepass $password\n" not in command or "--requirepass" in command:
            yield "Redis asks for no password, or shows it in its arguments"
    for w in release.processes():
        if "@" in w.options["--store"] or not w.options.get("--store-password-file"):
            yield f"{w.name}: {w.options['--store']}"


def redis_config(release):
    text = next(c["data"]["redis.conf"] for c in release.kind("ConfigMap") if "redis.conf" in c["data"])
    return dict(line.split(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))


@check
def redis_unmoved_by_upgrade(release):
    """A new version of the chart with the same Redis does not restart it."""
    for before in release.redis():
        after = [o for o in release.upgraded() if o["kind"] == "StatefulSet"]
        if before.spec["template"] != after[0]["spec"]["template"]:
            yield before.name


@check
def secrets_stay_outside(release):
    """The chart holds no secret: it mounts existing ones as files for the pod's group only, none as a variable."""
    yield from (f"renders Secret {o['metadata']['name']}" for o in release.kind("Secret"))
    for w in release.workloads():
        yield from (f"{w.name}: a variable or envFrom" for c in w.containers() if c.get("env") or c.get("envFrom"))
        yield from (f"{w.name}: {name} is readable for all" for name, secret in w.secrets().items()
                    if secret.get("defaultMode") != 0o440)


@check
def signing_key_own(release):
    """A process is shown its own private key and no other's."""
    for w in release.processes():
        keys = [s for s in w.secrets().values()
                if any(i["key"].endswith(".pem") for i in s.get("items", [])) or "signing" in s["secretName"]]
        if len(keys) != 1 or [i["key"] for i in keys[0].get("items", [])] != [f"{w.component}.pem"]:
            yield w.name


@check
def files_mounted(release):
    """Every file that an option names is mounted, and the Secret's or ConfigMap's key is there under that name."""
    maps = {c["metadata"]["name"]: c["data"] for c in release.kind("ConfigMap")}
    for w in release.processes():
        volumes = {v["name"]: v for v in w.pod["volumes"]}
        mounts = {m["mountPath"]: volumes.get(m["name"], {}) for m in w.container["volumeMounts"]}
        for option, value in w.options.items():
            folder, _, file = value.rpartition("/")
            volume = mounts.get(value, mounts.get(folder, {}))
            files = [i["path"] for i in volume.get("secret", {}).get("items", [])] or maps.get(
                volume.get("configMap", {}).get("name"), [file])
            if value.startswith("/") and (not volume or (value not in mounts and file not in files)):
                yield f"{w.name}: {option}={value}"


@check
def nothing_regenerated(release):
    """Two renders are equal byte by byte, and no template makes a secret or looks into the cluster."""
    if release.again() != release.text:
        yield "two renders differ"
    making = r"\b(rand[A-Z]\w*|gen[A-Z]\w*|uuidv4|lookup|now|derivePassword|htpasswd)\b"
    for name, text in release.chart.templates().items():
        code = " ".join(re.findall(r"{{(?!-?\s*/\*).*?}}", text, re.DOTALL))
        yield from (f"{name}: {word}" for word in re.findall(making, code))


@check
def upgrade_keeps_immutable(release):
    """What a cluster refuses to change is the same under the chart's next version."""
    def fixed(objects):
        return {(o["kind"], o["metadata"]["name"]): (
            o["spec"]["selector"], o["spec"].get("serviceName"), o["spec"].get("volumeClaimTemplates"))
            for o in objects if o["kind"] in ("Deployment", "StatefulSet")}
    if fixed(release.objects) != fixed(release.upgraded()):
        yield "selectors, service name or claims change"


@check
def roles_restart_pods(release):
    """Changed roles make changed pods, because roles are read at start."""
    others = [Workload(o) for o in release.elsewhere() if o["kind"] == "Deployment"]
    after = {w.component: w.annotations for w in others}
    yield from (w.name for w in release.processes() if after[w.component] == w.annotations)

"""What must last: Redis, secrets, and everything that an upgrade may not change."""

import re

from checks.registry import check
from release import NAMESPACE, Workload, bytes_of, merged, options_of, parse


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
    for name, _, container in release.told_of_stores():
        options = options_of(container)
        if "@" in options["--store"] or not options.get("--store-password-file"):
            yield f"{name}: {options['--store']}"


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
def content_keys_given(release):
    """Who keeps sealed records, or files, is told the file of content keys; who keeps none is not shown it."""
    for w in release.processes():
        needs = w.component in ("allocation", "dossiers", "scheduling") or "--content" in w.options
        secret = release.values.get("content", {}).get("existingSecret", "congress-content")
        shown = [s for s in w.secrets().values() if s["secretName"] == secret]
        if needs != ("--content-key" in w.options) or needs != bool(shown):
            yield w.name
        elif shown and "--content" not in w.options and [i["key"] for i in shown[0].get("items", [])] != ["keys"]:
            yield f"{w.name}: is shown more than keys"


@check
def files_mounted(release):
    """Every file that an option names is mounted, and the Secret's or ConfigMap's key is there under that name."""
    maps = {c["metadata"]["name"]: c["data"] for c in release.kind("ConfigMap")}
    for name, pod, container in release.told_of_stores():
        volumes = {v["name"]: v for v in pod["volumes"]}
        mounts = {m["mountPath"]: volumes.get(m["name"], {}) for m in container["volumeMounts"]}
        for option, value in options_of(container).items():
            folder, _, file = value.rpartition("/")
            volume = mounts.get(value, mounts.get(folder, {}))
            files = [i["path"] for i in volume.get("secret", {}).get("items", [])] or maps.get(
                volume.get("configMap", {}).get("name"), [file])
            if value.startswith("/") and (not volume or (value not in mounts and file not in files)):
                yield f"{name}: {option}={value}"


@check
def stores_made_once(release):
    """One job makes the stores of all processes at the install, until it has done so; an upgrade has none, and no hook."""
    jobs = release.init()
    if len(jobs) != 1:
        yield f"{len(jobs)} jobs"
    yield from (f"an upgrade has {o['metadata']['name']}" for o in release.upgraded() if o["kind"] == "Job")
    for job in jobs:
        made = [c["command"] for c in job.containers() if "--init" in options_of(c)]
        if sorted(made) != sorted([f"/usr/local/bin/congress-{w.component}"] for w in release.processes()):
            yield f"makes the stores of {made}"
        # Redis may have to wait hours for its volume, and each container is started anew every five minutes.
        if job.pod.get("restartPolicy") != "OnFailure" or job.spec.get("backoffLimit", 6) < 500:
            yield "gives up before Redis is there"
        if "helm.sh/hook" in job.owner["metadata"].get("annotations", {}):
            yield "is a hook, for which pods would wait that it waits for"
        if "ttlSecondsAfterFinished" in job.spec:
            yield "goes, so that applying the chart again runs it again"


@check
def stores_agreed_on(release):
    """Processes and job open the same store as the same suite, that of this release alone."""
    told = [(name, options_of(container)) for name, _, container in release.told_of_stores()]
    for name, options in told:
        if options.get("--suite") != f"{NAMESPACE}/congress":
            yield f"{name}: suite {options.get('--suite')}"
        if options["--store"] != told[0][1]["--store"]:
            yield f"{name}: {options['--store']}"


@check
def rollback_accepted_by_hand(release):
    """A job that accepts a rollback asks for nothing else, and its name is not that of the one that made the stores."""
    values = merged(release.values, {"storeTask": "accept-rollback"})
    tasks = [Workload(o) for o in parse(release.chart.render(values)) if o["kind"] == "Job"]
    made = {w.name for w in release.init()}
    for job in tasks:
        if job.name in made:
            yield f"{job.name} is there already"
        yield from (c["name"] for c in job.containers()
                    if {"--init", "--accept-rollback"} & options_of(c).keys() != {"--accept-rollback"})


@check
def witness_shared(release):
    """Where there is a volume for witnesses, all who open a store mount it, may write, and are told; else nobody is."""
    source = release.values.get("witness", {}).get("volume", {})
    for name, pod, container in release.told_of_stores():
        folder = options_of(container).get("--witness")
        mounts = [m for m in container["volumeMounts"] if m["mountPath"] == folder and not m.get("readOnly")]
        mounted = [{k: v for k, v in volume.items() if k != "name"} for volume in pod["volumes"]
                   if volume["name"] in [m["name"] for m in mounts]]
        if mounted != ([source] if source else []) or (folder is None) != (source == {}):
            yield f"{name}: {folder} in {mounted}"


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

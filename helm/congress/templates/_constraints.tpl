{{/* What the schema cannot say: combinations of values. All that is wrong is told at once. */}}
{{- define "congress.constraints" -}}
{{- $wrong := list -}}
{{- $drain := .Values.drain -}}
{{- $least := add $drain.pauseSeconds $drain.deadlineSeconds 5 -}}
{{- $grace := int $drain.graceSeconds -}}
{{- if and $grace (le $grace (int $least)) -}}
{{- $wrong = append $wrong (printf "drain.graceSeconds is %d, but the drain takes pauseSeconds + deadlineSeconds + 5 = %d: give more than that, or 0 to have it computed" $grace (int $least)) -}}
{{- end -}}
{{- range $name, $service := .Values.services -}}
{{- if has $name $service.peers -}}
{{- $wrong = append $wrong (printf "services.%s.peers names %s itself: a service is not its own peer" $name $name) -}}
{{- end -}}
{{- end -}}
{{- range $key, $tag := dict "image.tag" .Values.image.tag "redis.image.tag" .Values.redis.image.tag -}}
{{- if eq $tag "latest" -}}
{{- $wrong = append $wrong (printf "%s is `latest`, which means another program after each pull: name a version, or set the digest" $key) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.tls.enabled (not .Values.tls.existingSecret) -}}
{{- $wrong = append $wrong "tls.enabled needs tls.existingSecret, a Secret with tls.crt, tls.key and ca.crt; plaintext is chosen by tls.enabled=false" -}}
{{- end -}}
{{- if and .Values.tls.clientAuthority (not .Values.tls.enabled) -}}
{{- $wrong = append $wrong "tls.clientAuthority needs tls.enabled: certificates are shown over TLS" -}}
{{- end -}}
{{- if eq .Values.auth.trustedKeys.existingSecret .Values.auth.signingKeys.existingSecret -}}
{{- $wrong = append $wrong "auth.trustedKeys and auth.signingKeys name the same Secret: every process would be shown every private key" -}}
{{- end -}}
{{- if and .Values.redis.deploy .Values.redis.external.url -}}
{{- $wrong = append $wrong "redis.external.url is set while redis.deploy is true: set redis.deploy=false to use the external Redis" -}}
{{- end -}}
{{- if not (or .Values.redis.deploy .Values.redis.external.url) -}}
{{- $wrong = append $wrong "redis.deploy is false and redis.external.url is empty: the services need one of the two" -}}
{{- end -}}
{{- if and .Values.redis.deploy (not (or .Values.redis.image.tag .Values.redis.image.digest)) -}}
{{- $wrong = append $wrong "redis.image needs a tag or a digest" -}}
{{- end -}}
{{- $witness := dig "persistentVolumeClaim" "claimName" "" .Values.witness.volume -}}
{{- if eq $witness (printf "data-%s-redis-0" (include "congress.fullname" .)) -}}
{{- $wrong = append $wrong "witness.volume names Redis's own claim: set back together with Redis, a witness tells nothing" -}}
{{- end -}}
{{- if not .Values.content.existingSecret -}}
{{- $wrong = append $wrong "content.existingSecret is missing: a Secret with keys, under which persons are kept, and with content.url credentials" -}}
{{- end -}}
{{- if and .Values.backup.schedule (not (and .Values.backup.publicKey .Values.backup.claim .Values.backup.existingSecret)) -}}
{{- $wrong = append $wrong "backup.schedule needs backup.publicKey, backup.claim and backup.existingSecret" -}}
{{- end -}}
{{- if and .Values.auth.roles (not (hasKey .Values.auth.roles "process")) -}}
{{- $wrong = append $wrong "auth.roles lacks `process`, the role under which the services call each other" -}}
{{- end -}}
{{- if and (int .Values.entry.nodePort) (eq .Values.entry.type "ClusterIP") -}}
{{- $wrong = append $wrong "entry.nodePort has no effect with entry.type ClusterIP: set type NodePort or LoadBalancer, or nodePort 0" -}}
{{- end -}}
{{- if $wrong -}}
{{- fail (printf "these values do not fit together:\n- %s" (join "\n- " $wrong)) -}}
{{- end -}}
{{- end }}

{{/* Names, labels, images and addresses: everything that two templates must say alike. */}}

{{/* Prefix of every object. 40 characters leave room for the longest suffix within a DNS label. */}}
{{- define "congress.fullname" -}}
{{- $name := .Release.Name -}}
{{- if not (contains .Chart.Name $name) -}}{{- $name = printf "%s-%s" $name .Chart.Name -}}{{- end -}}
{{- $name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* Labels by which a component's pods are chosen. They never change: selectors are immutable. Takes root and name. */}}
{{- define "congress.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{/* All labels of a component's objects. Takes root and name. */}}
{{- define "congress.labels" -}}
{{ include "congress.selector" . }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* An image by digest, else by tag. Takes root, image and the tag that an empty one means. */}}
{{- define "congress.image" -}}
{{- with .root.Values.registry }}{{ . }}/{{ end -}}
{{- .image.repository -}}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ .image.tag | default .tag }}{{ end -}}
{{- end }}

{{- define "congress.domain" -}}
{{ .Release.Namespace }}.svc.{{ .Values.clusterDomain }}
{{- end }}

{{/* Where the services keep what they know, as --store takes it. */}}
{{- define "congress.store" -}}
{{- if .Values.redis.deploy -}}
redis://{{ include "congress.fullname" . }}-redis.{{ include "congress.domain" . }}:6379
{{- else -}}
{{ .Values.redis.external.url }}
{{- end -}}
{{- end }}

{{/* The port of the store, for the network policy. */}}
{{- define "congress.storePort" -}}
{{- $host := (urlParse (include "congress.store" .)).host -}}
{{- if contains ":" $host }}{{ splitList ":" $host | last }}{{ else }}6379{{ end -}}
{{- end }}

{{/* How every process is told of its store: the services and the job that makes the stores must agree. */}}
{{- define "congress.storeOptions" -}}
- --store={{ include "congress.store" . }}
- --store-password-file=/etc/congress/redis/password
# A Redis of another release is refused.
- --suite={{ .Release.Namespace }}/{{ .Release.Name }}
{{- if .Values.witness.volume }}
- --witness=/var/lib/congress/witness
{{- end }}
{{- end }}

{{- define "congress.storeMounts" -}}
- { name: redis, mountPath: /etc/congress/redis, readOnly: true }
{{- if .Values.witness.volume }}
- { name: witness, mountPath: /var/lib/congress/witness }
{{- end }}
{{- end }}

{{- define "congress.storeVolumes" -}}
- name: redis
  secret:
    secretName: {{ .Values.redis.existingSecret }}
    defaultMode: 0440
    items: [{ key: password, path: password }]
{{- with .Values.witness.volume }}
- name: witness
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Whether a service keeps files. Takes root and name. */}}
{{- define "congress.keepsFiles" -}}
{{- if and .root.Values.content.url (has .name (list "dossiers" "drafting")) }}true{{ end -}}
{{- end }}

{{/* Whether a service keeps files, or encrypts what its records say of persons. Takes root and name. */}}
{{- define "congress.keepsKeys" -}}
{{- if or (include "congress.keepsFiles" .) (has .name (list "allocation" "dossiers" "scheduling")) }}true{{ end -}}
{{- end }}

{{/* Where files are kept, as --content takes it. */}}
{{- define "congress.content" -}}
{{- $url := .Values.content.url -}}
{{ $url }}{{ contains "?" $url | ternary "&" "?" }}credentials-file=/etc/congress/content/credentials
{{- if .Values.content.ownAuthority }}&ca-file=/etc/congress/content/ca.crt{{ end -}}
{{- end }}

{{/* The port of the object storage, for the network policy. */}}
{{- define "congress.contentPort" -}}
{{- $endpoint := regexFind "endpoint=[^&]*" .Values.content.url | trimPrefix "endpoint=" -}}
{{- $host := (urlParse $endpoint).host -}}
{{- if contains ":" $host }}{{ splitList ":" $host | last }}{{ else if hasPrefix "https:" $endpoint }}443{{ else }}80{{ end -}}
{{- end }}

{{/* Through `int`, because some releases of helm 3 hand numbers to templates as text, where 0 is true. */}}
{{- define "congress.grace" -}}
{{- int .Values.drain.graceSeconds | default (add .Values.drain.pauseSeconds .Values.drain.deadlineSeconds 10) -}}
{{- end }}

{{/* The part of a pod that is the same for all: no rights, no token, no service links, which would put CONGRESS_*
     variables into the environment that the binaries read as options. Takes root, name and uid. */}}
{{- define "congress.pod" -}}
serviceAccountName: {{ include "congress.fullname" .root }}-{{ .name }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .uid }}
  runAsGroup: {{ .uid }}
  fsGroup: {{ .uid }}
  seccompProfile: { type: RuntimeDefault }
{{- with .root.Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "congress.container" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

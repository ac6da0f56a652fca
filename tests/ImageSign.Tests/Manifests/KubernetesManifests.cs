using System.Text;
using ImageSign.Manifests;

namespace ImageSign.Tests.Manifests;

/// <summary>Kubernetes objects, as people and tools write them.</summary>
public sealed class KubernetesManifests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          annotations:
            image: not/this:1
        spec:
          replicas: 2
          template:
            metadata:
              labels: {app: web}
            spec:
              initContainers:
                - name: migrate
                  image: registry.example/migrate:7
              containers:
                - name: web
                  image: 'registry.example/web:1.2'
                  env:
                    - name: image
                      value: not-this-either
                - name: proxy
                  image: envoyproxy/envoy:v1.30
              volumes:
                - name: model
                  image:
                    reference: registry.example/model:3
        status:
          image: nor/this:1
        """;

    [Fact]
    public void A_deployment_has_containers_init_containers_and_image_volumes() => Assert.Equal(
        ["registry.example/migrate:7", "registry.example/web:1.2", "docker.io/envoyproxy/envoy:v1.30", "registry.example/model:3"],
        Manifest.Images(Deployment));

    [Fact]
    public void A_cron_job_has_a_template_in_a_template() => Assert.Equal(
        ["docker.io/library/busybox:1.36"],
        Manifest.Images("""
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly}
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: main, image: busybox:1.36, args: ["sh", "-c", "date"]}]
            """));

    [Fact]
    public void A_pod_that_is_debugged_has_ephemeral_containers() => Assert.Equal(
        ["registry.example/web:1", "registry.example/debug:1"],
        Manifest.Images("""
            apiVersion: v1
            kind: Pod
            spec:
              containers: [{name: web, image: registry.example/web:1}]
              ephemeralContainers: [{name: debugger, image: registry.example/debug:1}]
            """));

    [Fact]
    public void A_custom_resource_may_hold_a_pod_template_anywhere() => Assert.Equal(
        ["registry.example/web:2", "registry.example/smoke:1", "registry.example/step:1"],
        Manifest.Images("""
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: web}
            spec:
              strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}]}}
              template:
                spec:
                  containers:
                  - name: web
                    image: registry.example/web:2
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: WorkflowTemplate
            spec:
              templates:
              - name: smoke
                container: {image: "registry.example/smoke:1"}
            ---
            apiVersion: tekton.dev/v1
            kind: Task
            spec:
              steps:
              - {name: build, image: registry.example/step:1}
            """));

    [Fact]
    public void What_helm_renders_has_comments_and_empty_documents() => Assert.Equal(
        ["quay.io/prometheus/node-exporter:v1.8.1"],
        Manifest.Images("""
            ---
            # Source: exporter/templates/serviceaccount.yaml
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: release-name-exporter
            ---
            # Source: exporter/templates/podmonitor.yaml
            ---
            # Source: exporter/templates/daemonset.yaml
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: release-name-exporter
              labels:
                helm.sh/chart: exporter-1.0.0
                app.kubernetes.io/version: "v1.8.1"
            spec:
              template:
                spec:
                  containers:
                    - name: exporter
                      image: quay.io/prometheus/node-exporter:v1.8.1
                      args:
                        - --path.procfs=/host/proc
                        - --collector.filesystem.mount-points-exclude=^/(dev|proc|sys|var/lib/docker/.+)($|/)
            """));

    [Fact]
    public void A_list_in_json_is_read_like_yaml() => Assert.Equal(
        ["registry.example/a:1", "registry.example/b:1@sha256:" + new string('0', 64)],
        Manifest.Images($$$"""
            {
            {{{'\t'}}}"apiVersion": "v1",
            {{{'\t'}}}"kind": "List",
            {{{'\t'}}}"items": [
            {{{'\t'}}}{{{'\t'}}}{"apiVersion": "v1", "kind": "Service", "spec": {}},
            {{{'\t'}}}{{{'\t'}}}{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "registry.example/a:1"}, {"name": "b", "image": "registry.example\/b:1@sha256:{{{new string('0', 64)}}}"}]}}
            {{{'\t'}}}]
            }
            """));

    [Fact]
    public void An_anchor_names_an_image_for_several() => Assert.Equal(
        ["registry.example/web:1", "registry.example/web:1", "registry.example/side:1"],
        Manifest.Images("""
            apiVersion: v1
            kind: Pod
            spec:
              containers:
              - &web
                name: one
                image: &image registry.example/web:1
              - <<: *web
                name: two
              - {name: three, image: *image}
              - {<<: *web, name: four, image: registry.example/side:1}
            """));

    [Theory]
    [InlineData("image: nginx:${TAG}", "test.yaml:6: spec.containers[0].image: 'nginx:${TAG}' holds a variable")]
    [InlineData("image: $(IMAGE)", "test.yaml:6: spec.containers[0].image: '$(IMAGE)' holds a variable")]
    [InlineData("image: \"{{ .Values.image }}\"", "test.yaml:6: spec.containers[0].image: '{{ .Values.image }}' is a template")]
    [InlineData("image:", "test.yaml:6: spec.containers[0].image: it is empty")]
    [InlineData("image: [a, b]", "test.yaml:6: spec.containers[0].image: the image is given in parts", true)]
    [InlineData("image: {repository: nginx, tag: 1}", "test.yaml:6: spec.containers[0].image: the image is given in parts")]
    [InlineData("image: docker://nginx", "test.yaml:6: spec.containers[0].image: 'docker://nginx' is not an image reference")]
    [InlineData("command: [a]", "test.yaml:5: spec.containers[0]: the container names no image")]
    [InlineData("Image: nginx", "test.yaml:6: spec.containers[0].Image: it is not 'image', and some readers take it for that", true)]
    [InlineData("image: !Sub nginx", "test.yaml:6: it is not YAML that is read here: the tag !Sub is not understood", true)]
    public void What_names_no_image_for_certain_is_listed(string member, string problem, bool among = false)
    {
        var problems = Manifest.Problems($"""
            apiVersion: v1
            kind: Pod
            spec:
              containers:
              - name: a
                {member}
            """);
        if (among) Assert.NotEmpty(problems);
        else Assert.StartsWith(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: a", "it is neither a Kubernetes object")]
    [InlineData("", "it holds no manifest")]
    [InlineData("- a", "it is neither a Kubernetes object")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {}", "Pod (v1) names no image")]
    [InlineData("apiVersion: cert-manager.io/v1\nkind: Certificate\nspec: {}", "Certificate (cert-manager.io/v1) names no image")]
    [InlineData("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages: [{name: nginx, newTag: '1'}]", "Kustomization (kustomize.config.k8s.io/v1beta1) names no image")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {a: 1, a: 2}", "the key 'a' stands twice")]
    [InlineData("apiVersion: v1\nkind: {{ .Kind }}\n", "it is")]
    [InlineData("apiVersion: v1\n  kind: Pod", "it is not YAML")]
    [InlineData("a: &a [*a]", "nothing before it is called 'a'")]
    public void A_file_that_names_no_image_is_listed(string text, string reason) => Assert.Contains(Manifest.Problems(text), problem => problem.Contains(reason, StringComparison.Ordinal));

    [Fact]
    public void A_config_map_runs_nothing_whatever_it_says() => Assert.Equal(
        ["registry.example/web:1"],
        Manifest.Images("""
            apiVersion: v1
            kind: ConfigMap
            data: {image: nginx}
            ---
            apiVersion: v1
            kind: Pod
            spec: {containers: [{image: registry.example/web:1}]}
            """));

    [Fact]
    public void A_pod_template_that_calls_itself_a_config_map_runs_all_the_same() => Assert.Equal(
        ["registry.example/evil:1"],
        Manifest.Images("""
            apiVersion: apps/v1
            kind: Deployment
            spec:
              template:
                apiVersion: v1
                kind: ConfigMap
                status: {}
                spec: {containers: [{image: registry.example/evil:1}]}
            """));

    [Fact]
    public void Text_that_is_not_utf8_is_listed() =>
        Assert.Equal("t:1: it is not UTF-8 text", Assert.Single(ManifestFile.Parse("t", [0xFF, 0xFE, 0x20]).Problems).ToString());

    [Fact]
    public void A_byte_order_mark_is_no_text() =>
        Assert.Equal(["registry.example/web:1"], Manifest.Images("\uFEFFapiVersion: v1\nkind: Pod\nspec: {containers: [{image: registry.example/web:1}]}\n"));

    [Fact]
    public void Depth_is_bounded() => Assert.Equal(
        ErrorCodes.OverLimit,
        Assert.Throws<ImageSignException>(() => Manifest.Parse(new string('[', 100_000))).Code);

    [Fact]
    public void Aliases_of_aliases_cost_no_time_and_end()
    {
        var laughs = new StringBuilder("apiVersion: v1\nkind: Pod\na0: &a0 {image: registry.example/web:1}\n");
        for (var i = 1; i < 50; i++) laughs.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");

        Assert.Equal(["registry.example/web:1"], Manifest.Images(laughs.ToString()));
    }

    [Fact]
    public void Merges_of_merges_are_bounded()
    {
        var merges = new StringBuilder("apiVersion: v1\nkind: Pod\na0: &a0 {b: 1}\n");
        for (var i = 1; i < 1_100; i++) merges.Append($"a{i}: &a{i} {{<<: *a{i - 1}, m{i}: 1}}\n");

        Assert.Equal(ErrorCodes.OverLimit, Assert.Throws<ImageSignException>(() => Manifest.Parse(merges.ToString())).Code);
    }
}

namespace ImageSign.Tests.Manifests;

/// <summary>Compose files.</summary>
public sealed class ComposeManifests
{
    [Fact]
    public void Every_service_names_an_image() => Assert.Equal(
        ["docker.io/library/postgres:16", "registry.example/web:1", "registry.example/web:1", "registry.example/site:2"],
        Manifest.Images("""
            name: shop
            x-web: &web
              image: registry.example/web:1
              restart: always
            services:
              db:
                image: postgres:16
                environment: {POSTGRES_PASSWORD: $$ecret}
              web:
                <<: *web
                ports: ["80:8080"]
              worker:
                image: registry.example/web:1
                volumes:
                  - data:/data
                  - {type: image, source: "registry.example/site:2", target: /site}
            volumes: {data: {}}
            """));

    [Theory]
    [InlineData("build: .", "test.yaml:3: services.web: the service is built here and names no image")]
    [InlineData("extends: {file: base.yaml, service: web}", "test.yaml:3: services.web: the service extends another one, which is not read")]
    [InlineData("command: run", "test.yaml:3: services.web: the service names no image")]
    [InlineData("image: web:${TAG:-1}", "test.yaml:3: services.web.image: 'web:${TAG:-1}' holds a variable")]
    [InlineData("image: web:$TAG", "test.yaml:3: services.web.image: 'web:$TAG' holds a variable")]
    public void A_service_that_names_none_is_listed(string member, string problem) =>
        Assert.Equal(problem, Assert.Single(Manifest.Problems($"services:\n  web:\n    {member}\n")));

    [Fact]
    public void Files_that_it_includes_are_listed() =>
        Assert.Equal("test.yaml:1: include: the files that it includes are not read", Assert.Single(Manifest.Problems("include: [other.yaml]\nservices:\n  web: {image: nginx}\n")));

    [Fact]
    public void No_service_is_no_image() => Assert.Contains("names no image", Assert.Single(Manifest.Problems("services: {}\n")), StringComparison.Ordinal);
}

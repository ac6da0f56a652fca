using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class WhatTheProjectSaysIsRefused
{
    private static readonly TestImage Image = TestImages.Build();

    [Theory]
    [InlineData("ImageSignExpiresIn", "soon", "IMGSIGN1005")]
    [InlineData("ImageSignFormats", "pgp", "IMGSIGN1007")]
    [InlineData("ContainerRegistry", "no host", "IMGSIGN1001")]
    public async Task A_property_that_means_nothing(string property, string value, string code)
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Properties[property] = value;
        pushed.Publish.Publish().ShouldFailWith(code);
    }

    [Fact]
    public async Task An_annotation_under_a_reserved_name()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Items.Add(("ImageSignAnnotation", "dev.imagesign.time", [("Value", "1970-01-01T00:00:00Z")]));
        pushed.Publish.Publish().ShouldFailWith("IMGSIGN1004");
    }

    [Fact]
    public async Task An_annotation_twice()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Items.Add(("ImageSignAnnotation", "build", [("Value", "1")]));
        pushed.Publish.Items.Add(("ImageSignAnnotation", "build", [("Value", "2")]));
        pushed.Publish.Publish().ShouldFailWith("IMGSIGN1004");
    }

    [Fact]
    public async Task An_annotation_without_a_value_and_its_name_cannot_command_the_CI_system()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Items.Add(("ImageSignAnnotation", "##vso[task.setvariable variable=x]y", []));
        var outcome = pushed.Publish.Publish();
        outcome.ShouldFailWith("IMGSIGN1004");
        Assert.DoesNotContain("##vso", outcome.Log.Errors[0].Message, StringComparison.Ordinal);
    }
}

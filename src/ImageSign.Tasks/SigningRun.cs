using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign.Tasks;

/// <summary>Signs for one publish, and tells about it.</summary>
internal sealed class SigningRun(SignRequestTemplate template, EngineOptions engine, MSBuildLog log)
{
    public IReadOnlyList<Signer> Signers => template.Signers;

    public MSBuildLog Log => log;

    /// <summary>A repository of a registry, over the connections that the signing uses.</summary>
    public IImageStore Open(ImageReference repository) => engine.Stores.First(store => store.Opens(Transport.Registry)).Open(repository);

    /// <summary>Signs what the SDK made, named by its digest, never by a tag: whatever took its place meanwhile is not signed.</summary>
    /// <param name="signer">Who signs.</param>
    /// <param name="image">What it made.</param>
    /// <param name="place">What the place adds to the request.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SignResult> SignAsync(Signer signer, ImageReference image, Func<SignRequest, SignRequest> place, CancellationToken cancellationToken)
    {
        var own = engine with { Passwords = new VariablePasswordSource(signer.PasswordVariable) };
        try
        {
            var result = await new ImageSigner(own).SignAsync(place(template.For(signer, image)), cancellationToken);
            foreach (var subject in result.Subjects)
            {
                log.Info($"Signed {Name(result.Image, subject)} as {string.Join(", ", subject.Signatures.Select(signature => signature.Format))} with {result.KeyName} {result.KeyFingerprint}");
            }

            foreach (var warning in result.Warnings) log.Advice(warning);
            return result;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.ImageNotFound && image.Transport != Transport.Registry)
        {
            throw ErrorCodes.PublishedDigestDiffers.Because(e, image with { Digest = null }, $"it does not hold the image {image.Digest}");
        }
    }

    private static string Name(ImageReference image, SignedSubject subject) =>
        subject.Signatures.Any(signature => signature.Format == DetachedBundle.FormatName) ? $"the file {image.Name} ({subject.Descriptor.Digest})" : (image with { Tag = null }).At(subject.Descriptor.Digest).ToString();
}

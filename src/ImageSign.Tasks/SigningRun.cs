using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign.Tasks;

/// <summary>Signs for one publish, and tells about it.</summary>
internal sealed class SigningRun(SignRequestTemplate template, EngineOptions engine, SharedKeys keys, MSBuildLog log)
{
    public IReadOnlyList<Signer> Signers => template.Signers;

    public MSBuildLog Log => log;

    /// <summary>A repository of a registry, over the connections that the signing uses.</summary>
    public IImageStore Open(ImageReference repository) => engine.Stores.First(store => store.Opens(Transport.Registry)).Open(repository);

    /// <summary>Checks what every signer is going to be asked for; the keys stay open for the signing.</summary>
    public async Task CheckAsync(Func<SignRequestTemplate, Signer, IEnumerable<SignRequest>> requestsFor, CancellationToken cancellationToken)
    {
        foreach (var signer in Signers)
        {
            foreach (var request in requestsFor(template, signer)) await Of(signer).CheckAsync(request, cancellationToken);
        }
    }

    /// <summary>Signs what the SDK made, named by its digest, never by a tag: whatever took its place meanwhile is not signed.</summary>
    /// <param name="signer">Who signs.</param>
    /// <param name="image">What it made.</param>
    /// <param name="place">What the place adds to the request.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SignResult> SignAsync(Signer signer, ImageReference image, Func<SignRequest, SignRequest> place, CancellationToken cancellationToken)
    {
        try
        {
            var result = await Of(signer).SignAsync(place(template.For(signer, image)), cancellationToken);
            foreach (var subject in result.Subjects)
            {
                if (subject.Signatures is []) log.Info($"{Name(result.Image, subject)} has a signature of {result.KeyName} {result.KeyFingerprint} already");
                else log.Info($"Signed {Name(result.Image, subject)} as {string.Join(", ", subject.Signatures.Select(signature => signature.Format))} with {result.KeyName} {result.KeyFingerprint}");
            }

            foreach (var warning in result.Warnings) log.Advice(warning);
            return result;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.ImageNotFound && image.Transport != Transport.Registry)
        {
            throw ErrorCodes.PublishedDigestDiffers.Because(e, image with { Digest = null }, $"it does not hold the image {image.Digest}");
        }
    }

    private ImageSigner Of(Signer signer) => new(engine with { Passwords = new VariablePasswordSource(signer.PasswordVariable) }, keys);

    private static string Name(ImageReference image, SignedSubject subject) =>
        subject.Signatures.Any(signature => signature.Format == DetachedBundle.FormatName) ? $"the file {image.Name} ({subject.Descriptor.Digest})" : (image with { Tag = null }).At(subject.Descriptor.Digest).ToString();
}

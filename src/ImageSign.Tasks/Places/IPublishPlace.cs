namespace ImageSign.Tasks.Places;

/// <summary>A place that the SDK published to.</summary>
internal interface IPublishPlace
{
    /// <summary>Signs what is there with every signer; what the tags point at comes first.</summary>
    Task<IReadOnlyList<SignedImage>> SignAsync(SigningRun run, CancellationToken cancellationToken);
}

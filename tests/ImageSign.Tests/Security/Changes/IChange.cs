namespace ImageSign.Tests.Security.Changes;

/// <summary>Something that an attacker may do to bytes that were signed.</summary>
internal interface IChange
{
    /// <summary>The changed bytes; they may happen to be the same.</summary>
    byte[] Apply(byte[] content);
}

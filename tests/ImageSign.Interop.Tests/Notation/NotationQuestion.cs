namespace ImageSign.Interop.Tests.Notation;

/// <summary>One verification.</summary>
/// <param name="Layout">A layout of the vectors.</param>
/// <param name="Scope">What <c>--scope</c> says.</param>
/// <param name="Metadata">A pair that is asked for, or null.</param>
/// <param name="Policy">The policy file.</param>
internal sealed record NotationQuestion(string Layout, string Scope, string? Metadata, string Policy);

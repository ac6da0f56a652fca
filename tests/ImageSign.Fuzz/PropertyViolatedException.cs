namespace ImageSign.Fuzz;

/// <summary>An input ended as none may end: too late, with too much memory, or in an answer that contradicts itself.</summary>
internal sealed class PropertyViolatedException(string message) : Exception(message);

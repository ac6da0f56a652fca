namespace ImageSign.Fuzz;

/// <summary>A parser of foreign bytes, with the judgement that follows it.</summary>
/// <param name="Name">What it is called on the command line, and its folder under tests/vectors/fuzz.</param>
/// <param name="Family">The targets that share one stretch of fuzzing.</param>
/// <param name="Dictionary">The words that help to write such input: a file of tests/fuzz/dictionaries.</param>
/// <param name="Run">Reads and judges; returns, or throws what the engine throws.</param>
/// <param name="Seeds">Input that peers wrote.</param>
internal sealed record FuzzTarget(string Name, string Family, string Dictionary, Action<byte[]> Run, Func<IEnumerable<byte[]>> Seeds);

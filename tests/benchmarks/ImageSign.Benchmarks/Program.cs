using BenchmarkDotNet.Running;
using ImageSign.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(Parts).Assembly).Run(args);

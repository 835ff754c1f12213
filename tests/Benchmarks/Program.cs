using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CowNotebooks.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- engines
if (args is ["engines"]) return await EngineComparison.RunAsync();

// dotnet run -c Release --project tests/Benchmarks -- --filter '*Boxes*'
// In this process: every subject walks the same graph, and no project is generated and built under this folder's rules.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.DontLogOutput)
    .WithWarmupCount(2).WithIterationCount(5).WithInvocationCount(1).WithUnrollFactor(1);
var config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .AddColumnProvider(DefaultColumnProviders.Params, DefaultColumnProviders.Descriptor, DefaultColumnProviders.Statistics, DefaultColumnProviders.Metrics)
    .AddColumn(new ObjectsPerSecond(), BaselineRatioColumn.RatioMean);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;

using Composerp.AppHost.Tests;
using Xunit.Sdk;
using Xunit.v3;

// One application for all tests: its start costs more than they do. They run one after the other, since some kill parts of it.
[assembly: AssemblyFixture(typeof(RunningApplication))]
[assembly: Parallelization(Mode = ParallelMode.None)]

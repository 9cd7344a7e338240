using Composerp.Tests.Support;

[assembly: AssemblyFixture(typeof(TestDatabases))]

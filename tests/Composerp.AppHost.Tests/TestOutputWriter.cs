using System.Text;

namespace Composerp.AppHost.Tests;

/// <summary>What a sample tells on the screen, in the output of the test.</summary>
internal sealed class TestOutputWriter(ITestOutputHelper output) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => output.Write(value.ToString());

    public override void Write(string? value) => output.Write(value ?? "");

    public override void WriteLine(string? value) => output.WriteLine(value ?? "");

    public override void WriteLine() => output.WriteLine("");
}

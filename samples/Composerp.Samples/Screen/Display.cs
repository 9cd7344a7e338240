using System.Globalization;

namespace Composerp.Samples.Screen;

/// <summary>Tells a person what is going on: at a terminal one line that changes, in a log a line now and then.</summary>
public sealed class Display(TextWriter output, bool isTerminal)
{
    private static readonly TimeSpan _drawEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _logEvery = TimeSpan.FromSeconds(5);

    private string Restart => isTerminal ? "\r\e[2K" : "";

    public static Display OfConsole() => new(Console.Out, !Console.IsOutputRedirected);

    public void Line(string text = "") => output.WriteLine(text);

    public void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine(text);
        output.WriteLine(new string('-', text.Length));
    }

    /// <summary>Runs a step of the work, shows its progress, and then what it answers and how long it took.</summary>
    public async Task StepAsync(string name, Func<Step, Task<string>> work)
    {
        var step = new Step(
            isTerminal ? _drawEvery : _logEvery,
            text => output.Write($"{Restart}{name,-30} {text}{(isTerminal ? "" : "\n")}"));

        await output.WriteAsync(isTerminal ? name : "");

        var result = await work(step);

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{Restart}{name,-30} {result} ({step.Elapsed.TotalSeconds:F1} s)"));
    }
}

using System.Diagnostics;

namespace Composerp.Embedded.Processes;

internal static class ProcessStart
{
    /// <summary>Adds what is the same on every system: redirected streams, directory and environment.</summary>
    public static ProcessStartInfo With(this ProcessStartInfo start, ProcessSpec spec)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = spec.WorkingDirectory;
        foreach (var (name, value) in spec.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }
}

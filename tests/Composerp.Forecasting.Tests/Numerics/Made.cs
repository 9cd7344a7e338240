using Composerp.Forecasting.Numerics;

namespace Composerp.Forecasting.Tests.Numerics;

/// <summary>What a model made of a series, in arrays.</summary>
internal sealed record Made(double[] Mean, double[] Fitted, double[] Response)
{
    public static Made By(Action<Outlook> model, int length, int horizon)
    {
        // What a model leaves unwritten shows.
        var made = new Made(new double[horizon], new double[length], new double[horizon]);
        Array.Fill(made.Mean, -777);
        Array.Fill(made.Fitted, -777);
        Array.Fill(made.Response, -777);
        model(new(made.Mean, made.Fitted, made.Response));

        return made;
    }
}

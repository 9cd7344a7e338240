using Composerp.Forecasting.Numerics.Smoothing;

namespace Composerp.Forecasting.Tests.Numerics.Smoothing;

public sealed class EtsTests
{
    // ets(window(AirPassengers, end = c(1951, 12)), "MAM", damped = FALSE, alpha = 0.4, beta = 0.05, gamma = 0.2): its initial
    // states, and what it makes of them.
    [Fact]
    public void The_filter_is_that_of_the_literature()
    {
        var at = new EtsParameters(new(true, EtsTrend.Additive, EtsSeason.Multiplicative), 12);
        double[] parameters =
        [
            0.4, 0.05 / 0.4, 0.2 / 0.6, 122.1411857796, 1.0620305104, 0.9071330990, 0.9559914348, 1.0725359804, 1.0087130320, 0.9708566129,
            1.0644140413, 1.1787363973, 1.1643797095, 1.0659509037, 0.9112319199, 0.7904527592,
        ];
        var seasons = new double[12];
        var fitted = new double[36];
        at.FirstSeasons(parameters, seasons);

        var (criterion, level, trend) = EtsFilter.Run(KnownSeries.AirPassengers.AsSpan(0, 36), at, parameters, seasons, fitted);

        AssertClose([111.7617154, 118.9095150, 134.0997033, 126.2677966, 123.6150037], fitted[..5], 1e-6);
        AssertClose([168.6552816, 179.2059924, 204.8810960, 194.1052564], [.. Enumerable.Range(0, 4).Select(ahead => (level + ((ahead + 1) * trend)) * seasons[ahead])], 1e-6);
        Assert.Equal(237.2092272, 36 * Math.Log(criterion), 1e-6);
    }

    // Every form: nowhere near the point found is a likelier one, unless a bound is in the way.
    [Fact]
    public void The_weights_found_are_the_likeliest()
    {
        foreach (var form in EtsForm.All)
        {
            var fit = EtsFit.Find(KnownSeries.AirPassengers, form, 12)!;
            var best = fit.Criterion;

            foreach (var other in Neighbours(form))
            {
                Assert.True(other >= best - 0.02, $"{form}: {other} beside {best}");
            }

            IEnumerable<double> Neighbours(EtsForm of)
            {
                foreach (var step in new[] { -0.02, 0.02 })
                {
                    yield return CriterionAt(of, fit.Alpha + step, fit.Beta, fit.Gamma, fit.Phi);
                    yield return CriterionAt(of, fit.Alpha, fit.Beta + (step / 10), fit.Gamma, fit.Phi);
                    yield return CriterionAt(of, fit.Alpha, fit.Beta, fit.Gamma + step, fit.Phi);
                }
            }
        }
    }

    // ses(Nile): 0.2455 and 805.3363 where the first level is searched too.
    [Fact]
    public void A_level_is_followed_as_fast_as_it_moves()
    {
        var fit = EtsFit.Find(KnownSeries.Nile, new(false, EtsTrend.None, EtsSeason.None), 1)!;

        Assert.Equal(0.2455, fit.Alpha, 0.01);
        Assert.Equal(805.3363, Made.By(outlook => fit.Write(KnownSeries.Nile, outlook), 100, 1).Mean[0], 3.0);
    }

    // ets(AirPassengers) chooses ETS(M,Ad,M).
    [Fact]
    public void The_season_of_airline_passengers_grows_with_their_number()
    {
        var fit = Ets.Choose(KnownSeries.AirPassengers, 12)!;
        var made = Made.By(outlook => fit.Write(KnownSeries.AirPassengers, outlook), 144, 12);

        Assert.Equal(EtsSeason.Multiplicative, fit.Form.Season);
        Assert.All(
            made.Mean.Zip([441.8018, 434.1187, 496.6301, 483.2376, 483.9914, 551.0245, 613.1797, 609.3649, 530.5409, 463.0332, 402.7478, 451.9695]),
            month => Assert.Equal(month.Second, month.First, month.Second * 0.06));
    }

    [Fact]
    public void A_value_taken_in_is_a_value_filtered()
    {
        foreach (var form in EtsForm.All)
        {
            var fit = EtsFit.Find(KnownSeries.AirPassengers, form, 12)!;
            var before = Made.By(outlook => fit.Write(KnownSeries.AirPassengers, outlook), 144, 3);
            fit.Update(before.Mean[0]);

            // What came as forecast changes nothing: the next forecasts are the ones made before.
            var after = new double[2];
            fit.Forecast(after);
            AssertClose(before.Mean[1..], after, 1e-9);
        }
    }

    [Fact]
    public void A_series_with_zeros_has_additive_errors() =>
        Assert.False(Ets.Choose([3, 0, 4, 2, 0, 5, 1, 0, 2, 3, 4, 0, 1, 2, 0, 3], 1)!.Form.IsRelative);

    // The criterion is the number of values times the logarithm of the squared errors, and what the states cost.
    [Fact]
    public void In_units_ten_times_smaller_the_criterion_grows_by_the_logarithm_for_each_value()
    {
        var form = new EtsForm(false, EtsTrend.None, EtsSeason.None);
        double[] tenfold = [.. KnownSeries.Nile.ToArray().Select(value => 10 * value)];

        Assert.Equal(
            100 * Math.Log(100), EtsFit.Find(tenfold, form, 1)!.Criterion - EtsFit.Find(KnownSeries.Nile, form, 1)!.Criterion, 0.01);
    }

    [Fact]
    public void Too_few_values_have_no_form() => Assert.Null(Ets.Choose([1, 2, 3], 7));

    private static double CriterionAt(EtsForm form, double alpha, double beta, double gamma, double phi)
    {
        if (alpha is <= 0 or >= 1 || (form.HasTrend && (beta <= 0 || beta > alpha)) || (form.HasSeason && (gamma <= 0 || gamma > 1 - alpha)))
        {
            return double.PositiveInfinity;
        }

        return EtsFit.Of(KnownSeries.AirPassengers, form, 12, alpha, beta, gamma, phi).Criterion;
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}

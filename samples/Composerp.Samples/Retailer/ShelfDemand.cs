namespace Composerp.Samples.Retailer;

/// <summary>What customers want to buy of a product in a store on a day: trend, year, week, promotions, chance.</summary>
internal sealed class ShelfDemand(RetailerCalendar calendar)
{
    private const int Seed = 20_260_106;
    private const int PromotionCycleDays = 56;
    private const int PromotionDays = 7;
    private const int ShortageCycleDays = 60;

    /// <summary>One product in sixteen was listed later than the others.</summary>
    public DateOnly ListedOn(Product product)
    {
        var dice = Dice.Of(Seed, 1, product.Number);
        var historyDays = calendar.GoLive.DayNumber - calendar.Start.DayNumber;

        return dice.Next() < 1.0 / 16 ? calendar.Start.AddDays((int)dice.Between(0.3 * historyDays, 0.8 * historyDays)) : calendar.Start;
    }

    /// <summary>Units wanted, before anybody looks at the shelf.</summary>
    public int Units(Store store, Product product, DateOnly date)
    {
        if (date < ListedOn(product) || IsClosed(date))
        {
            return 0;
        }

        var weather = Dice.Of(Seed, 2, store.Number, date.DayNumber).Normal() * 0.08;
        var dice = Dice.Of(Seed, 3, store.Number, product.Number, date.DayNumber);

        return dice.Poisson(Mean(store, product, date) * Math.Exp(weather + (0.15 * dice.Normal())));
    }

    /// <summary>Units per day to be expected.</summary>
    public double Mean(Store store, Product product, DateOnly date)
    {
        var category = product.Category;
        var years = (date.DayNumber - calendar.GoLive.DayNumber) / 365.25;
        var season = 1 + (category.Season * Math.Cos(2 * Math.PI * (date.DayOfYear - category.PeakDay) / 365.25));
        var christmas = date is { Month: 12, Day: >= 15 and <= 24 } ? 1.4 : 1;

        return product.UnitsPerDay * store.Size * Affinity(store, category) * Math.Pow(1 + product.GrowthPerYear, years)
            * season * christmas * category.Week[(int)date.DayOfWeek] * (IsPromoted(product, date) ? Uplift(product) : 1);
    }

    public decimal Price(Product product, DateOnly date) =>
        IsPromoted(product, date) ? Math.Round(product.Price * 0.8m, 2) : product.Price;

    /// <summary>A week at four fifths of the price, about every eight weeks, in all stores.</summary>
    public bool IsPromoted(Product product, DateOnly date)
    {
        var cycle = date.DayNumber / PromotionCycleDays;
        var dice = Dice.Of(Seed, 4, product.Number, cycle);
        var from = (int)dice.Between(0, PromotionCycleDays - PromotionDays);

        return dice.Next() < 0.7 && date.DayNumber % PromotionCycleDays is var day && day >= from && day < from + PromotionDays;
    }

    /// <summary>History knows days on which the shelf stood empty: a few days in one of four cycles.</summary>
    public static bool WasShort(Store store, Product product, DateOnly date)
    {
        var dice = Dice.Of(Seed, 5, store.Number, product.Number, date.DayNumber / ShortageCycleDays);
        var from = (int)dice.Between(0, ShortageCycleDays - 6);
        var days = (int)dice.Between(2, 6);

        return dice.Next() < 0.25 && date.DayNumber % ShortageCycleDays is var day && day >= from && day < from + days;
    }

    private static bool IsClosed(DateOnly date) => date is { Month: 12, Day: 25 } or { Month: 1, Day: 1 };

    private static double Affinity(Store store, Category category) => Dice.Of(Seed, 6, store.Number, category.PeakDay).Between(0.8, 1.25);

    private static double Uplift(Product product) => Dice.Of(Seed, 7, product.Number).Between(1.5, 2.6);
}

using Composerp.Samples.M5;

namespace Composerp.Samples.Tests.M5;

public sealed class M5SalesFileTests : IDisposable
{
    private const string Calendar = "date,wm_yr_wk,d\n2011-01-29,11101,d_1\n2011-01-30,11101,d_2\n2011-01-31,11101,d_3\n";

    private const string Sales = """
        "id","item_id","dept_id","cat_id","store_id","state_id","d_1","d_2","d_3"
        "A_CA_1","A","FOODS_1","FOODS","CA_1","CA",0,3,1
        "B_TX_2","B","HOBBIES_2","HOBBIES","TX_2","TX",2,0,0
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Every_field_of_the_wide_file_becomes_a_row()
    {
        var rows = Read(Sales).SelectMany(series => series.Rows).Select(row => $"{row.Date:O} {row.Location} {row.Sku} {row.Quantity}");

        Assert.Equal(
            [
                "2011-01-29 CA_1 A 0", "2011-01-30 CA_1 A 3", "2011-01-31 CA_1 A 1",
                "2011-01-29 TX_2 B 2", "2011-01-30 TX_2 B 0", "2011-01-31 TX_2 B 0",
            ],
            rows);
    }

    [Fact]
    public void A_slice_is_the_first_series_and_the_last_days()
    {
        var series = Assert.Single(Read(Sales, seriesMax: 1, daysMax: 2));

        Assert.Equal([3, 1], series.Units);
        Assert.Equal([new DateOnly(2011, 1, 30), new DateOnly(2011, 1, 31)], series.Days);
    }

    [Theory]
    [InlineData("item,units\n", "does not start with")]
    [InlineData("id,item_id,dept_id,cat_id,store_id,state_id,d_1,d_9\nA,A,F,F,CA_1,CA,1,1\n", "no day d_9")]
    [InlineData("id,item_id,dept_id,cat_id,store_id,state_id,d_1,d_2\nA,A,F,F,CA_1,CA,1\n", "Line 2 has 7 fields")]
    [InlineData("id,item_id,dept_id,cat_id,store_id,state_id,d_1,d_2\nA,A,F,F,CA_1,CA,1,-2\n", "Line 2, column d_2")]
    public void A_file_of_another_form_is_refused_by_name(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    private List<M5Series> Read(string text, int seriesMax = int.MaxValue, int daysMax = int.MaxValue)
    {
        File.WriteAllText(_path, text);

        return [.. new M5SalesFile(_path, M5Calendar.Read(new StringReader(Calendar)), seriesMax, daysMax).Read()];
    }
}

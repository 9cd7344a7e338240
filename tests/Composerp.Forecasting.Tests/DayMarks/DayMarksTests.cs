using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Composerp.Forecasting.DayMarks;
using Composerp.Forecasting.Tests.Service;

namespace Composerp.Forecasting.Tests.DayMarks;

public sealed class DayMarksTests(ForecastingDatabase database) : IClassFixture<ForecastingDatabase>, IAsyncLifetime
{
    private ForecastingHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync("truncate day_mark");
        _host = new(database);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_same_marks_again_change_nothing_and_other_words_change_them()
    {
        object[] marks =
        [
            new { kind = "promotion", from = "2026-03-02", to = "2026-03-08", location = "S001", sku = "MILK", reason = "Flyer", uplift = 1.8 },
            new { kind = "closure", from = "2026-12-25", reason = "Christmas" },
        ];

        Assert.Equal(new(2, 2), await PostAsync(marks));
        Assert.Equal(new(2, 0), await PostAsync(marks));
        Assert.Equal(new(1, 1), await PostAsync(new { kind = "closure", from = "2026-12-25", to = "2026-12-25", reason = "Christmas Day" }));
        Assert.Equal(
            ["promotion S001 MILK 2026-03-02 2026-03-08 Flyer 1.8 ann", "closure   2026-12-25 2026-12-25 Christmas Day  ann"],
            (await ListAsync("")).Select(Line));
    }

    [Fact]
    public async Task A_file_says_the_same_as_an_array()
    {
        const string File = """
            sku,location,kind,from,to,reason,uplift
            MILK,S001,promotion,2026-03-02,2026-03-08,"Flyer, page 1",1.8
            ,,event,2026-02-16,,Carnival,

            ,S001,outlier,2026-01-07,2026-01-09,Flood,
            """;

        Assert.Equal(new(3, 3), await ReadAnswerAsync(await ImportAsync(File)));
        Assert.Equal(new(3, 0), await ReadAnswerAsync(await ImportAsync(File + "\n")));
        Assert.Equal(
            [
                "outlier S001  2026-01-07 2026-01-09 Flood  ann",
                "event   2026-02-16 2026-02-16 Carnival  ann",
                "promotion S001 MILK 2026-03-02 2026-03-08 Flyer, page 1 1.8 ann",
            ],
            (await ListAsync("")).Select(Line));
    }

    [Fact]
    public async Task A_file_may_come_from_a_spreadsheet()
    {
        byte[] file = [.. Encoding.UTF8.Preamble, .. "Kind,From,Reason\r\nevent, 2026-02-16 ,\"Fasching \"\"groß\"\"\"\r\n"u8];

        Assert.Equal(new(1, 1), await ReadAnswerAsync(await ImportAsync(new ByteArrayContent(file))));
        Assert.Equal("Fasching \"groß\"", (await ListAsync("")).Single().Reason);
    }

    [Fact]
    public async Task No_file_is_taken_for_what_it_is_not()
    {
        string rows = string.Concat(Enumerable.Range(0, 10_001).Select(sku => $"event,2026-01-01,x,{sku}\n"));
        byte[] notUtf8 = [.. "kind,from,reason\nevent,2026-01-01,"u8, 0xC3, 0x28, .. "\n"u8];

        byte[] open = [.. "kind,from,reason\nevent,2026-01-01,\"open\nevent,2026-01-02,y\n"u8];

        Assert.Equal((2, "malformed-row"), await FirstErrorAsync(open));
        Assert.Equal((2, "not-utf-8"), await FirstErrorAsync(notUtf8));
        using var tooLong = await ImportAsync(new ByteArrayContent(Encoding.UTF8.GetBytes("kind,from,reason,sku\n" + rows)));
        Assert.Contains("too-many-rows", await tooLong.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(await ListAsync(""));
    }

    [Theory]
    [InlineData("location=S001", "A C D")]
    [InlineData("sku=MILK", "A B C")]
    [InlineData("location=S002&sku=SALT", "A D")]
    [InlineData("kind=closure", "A")]
    [InlineData("from=2026-01-05&to=2026-01-06", "B C")]
    public async Task Filters_choose_the_marks_that_concern_what_is_asked_for(string filter, string expected)
    {
        await PostAsync(
            new { kind = "closure", from = "2026-01-01", reason = "A" },
            new { kind = "outlier", from = "2026-01-02", to = "2026-01-05", location = "S002", sku = "MILK", reason = "B" },
            new { kind = "outlier", from = "2026-01-06", to = "2026-01-09", location = "S001", sku = "MILK", reason = "C" },
            new { kind = "event", from = "2026-01-07", reason = "D", sku = "SALT" });

        Assert.Equal(expected, string.Join(' ', (await ListAsync(filter)).Select(mark => mark.Reason)));
    }

    [Fact]
    public async Task Pages_lead_through_all_of_them()
    {
        await PostAsync([.. Enumerable.Range(1, 5).Select(day => new { kind = "event", from = $"2026-01-{1 + (day / 2):00}", reason = "x", sku = $"{day}" })]);
        var seen = new List<string?>();
        string? next = null;

        do
        {
            var page = await _host.GetAsync<Page<DayMark>>($"/v1/day-marks?limit=2{(next is null ? "" : $"&after={next}")}");
            seen.AddRange(page.Items.Select(mark => mark.Sku));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(["1", "2", "3", "4", "5"], seen.Order());
    }

    [Fact]
    public async Task What_was_removed_is_gone_but_not_forgotten()
    {
        await PostAsync(new { kind = "outlier", from = "2026-01-02", sku = "MILK", reason = "Mistake" });
        var id = (await ListAsync("")).Single().Id;

        Assert.Equal(HttpStatusCode.NoContent, (await _host.Client.DeleteAsync($"/v1/day-marks/{id}?actor=bob", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Client.DeleteAsync($"/v1/day-marks/{id}", Token)).StatusCode);
        Assert.Empty(await ListAsync(""));
        Assert.Equal(new(1, 1), await PostAsync(new { kind = "outlier", from = "2026-01-02", sku = "MILK", reason = "Again" }));
        Assert.Equal(["Mistake bob", "Again "], await database.ReadLinesAsync("select reason, removed_by from day_mark order by marked_at"));
    }

    [Theory]
    [InlineData("""{"from":"2026-01-01","reason":"x"}""", "kind", "unknown-kind")]
    [InlineData("""{"kind":"holiday","from":"2026-01-01","reason":"x"}""", "kind", "unknown-kind")]
    [InlineData("""{"kind":"event","reason":"x"}""", "from", "date-out-of-range")]
    [InlineData("""{"kind":"event","from":"0001-01-01","reason":"x"}""", "from", "date-out-of-range")]
    [InlineData("""{"kind":"event","from":"2026-01-02","to":"2026-01-01","reason":"x"}""", "to", "range-out-of-order")]
    [InlineData("""{"kind":"event","from":"2026-01-02"}""", "reason", "malformed-text")]
    [InlineData("""{"kind":"event","from":"2026-01-02","reason":" x"}""", "reason", "malformed-text")]
    [InlineData("""{"kind":"event","from":"2026-01-02","reason":"x","location":"a/b"}""", "location", "malformed-code")]
    [InlineData("""{"kind":"event","from":"2026-01-02","reason":"x","sku":"\u0000"}""", "sku", "malformed-code")]
    [InlineData("""{"kind":"closure","from":"2026-01-02","reason":"x","sku":"MILK"}""", "sku", "closure-of-item")]
    [InlineData("""{"kind":"outlier","from":"2026-01-02","reason":"x","uplift":2}""", "uplift", "uplift-without-effect")]
    [InlineData("""{"kind":"promotion","from":"2026-01-02","reason":"x","uplift":0}""", "uplift", "uplift-out-of-range")]
    [InlineData("""{"kind":"event","from":"2026-01-01","reason":"good"}""", "from", "repeated-mark")]
    public async Task A_bad_row_is_named_and_nothing_is_stored(string row, string field, string type)
    {
        var body = $$"""[{"kind":"event","from":"2026-01-01","reason":"good"},{{row}}]""";
        var errors = await ErrorsAsync(await _host.Client.PostAsync("/v1/day-marks", Json(body), Token));

        Assert.Contains(errors, error => (error.Row, error.Field, error.Type) == (2, field, type));
        Assert.All(errors, error => Assert.False(string.IsNullOrEmpty(error.Reason)));
        Assert.Empty(await ListAsync(""));
    }

    [Theory]
    [InlineData("", 1, "kind", "empty-file")]
    [InlineData("kind,from,why\nevent,2026-01-01,x\n", 1, "why", "unknown-column")]
    [InlineData("kind,from\nevent,2026-01-01\n", 1, "reason", "missing-column")]
    [InlineData("kind,from,reason,kind\nevent,2026-01-01,x,event\n", 1, "kind", "repeated-column")]
    [InlineData("kind,from,reason\nevent,2026-01-01,x\nevent,01/02/2026,x\n", 3, "from", "not-a-date")]
    [InlineData("kind,from,reason,uplift\nevent,2026-01-01,x,much\n", 2, "uplift", "not-a-number")]
    [InlineData("kind,from,reason\nevent,2026-01-01\n", 2, "", "malformed-row")]
    [InlineData("kind,from,reason\nevent,2026-01-01,x\nevent,2026-01-01,y\n", 3, "from", "repeated-mark")]
    [InlineData("kind,from,reason\nevent,2026-01-01,x\nhappening,2026-01-02,y\n", 3, "kind", "unknown-kind")]
    public async Task A_bad_line_of_a_file_is_named_and_nothing_is_stored(string file, int line, string field, string type)
    {
        var errors = await ErrorsAsync(await ImportAsync(file));

        Assert.Equal((line, field, type), errors.Select(error => (error.Row, error.Field, error.Type)).First());
        Assert.Empty(await ListAsync(""));
    }

    [Theory]
    [InlineData("/v1/day-marks?kind=holiday", "kind")]
    [InlineData("/v1/day-marks?limit=0", "limit")]
    [InlineData("/v1/day-marks?after=nonsense", "after")]
    [InlineData("/v1/day-marks?until=2026-01-01", "until")]
    public async Task A_wrong_parameter_is_named(string path, string parameter)
    {
        using var answer = await _host.Client.GetAsync(path, Token);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, problem.RootElement.GetProperty("parameter").GetString());
    }

    private async Task<Answer> PostAsync(params object[] marks) =>
        await ReadAnswerAsync(await _host.Client.PostAsJsonAsync("/v1/day-marks?actor=ann", marks, Token));

    private Task<HttpResponseMessage> ImportAsync(string file) => ImportAsync(new StringContent(file, Encoding.UTF8, "text/csv"));

    private Task<HttpResponseMessage> ImportAsync(HttpContent file) => _host.Client.PostAsync("/v1/imports/day-marks?actor=ann", file, Token);

    private async Task<IReadOnlyList<DayMark>> ListAsync(string filter) =>
        (await _host.GetAsync<Page<DayMark>>($"/v1/day-marks?{filter}")).Items;

    private static async Task<Answer> ReadAnswerAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));

        return (await answer.Content.ReadFromJsonAsync<Answer>(Token))!;
    }

    private async Task<(int Row, string Type)> FirstErrorAsync(byte[] file) =>
        (await ErrorsAsync(await ImportAsync(new ByteArrayContent(file)))).Select(error => (error.Row, error.Type)).First();

    private static async Task<List<RowFault>> ErrorsAsync(HttpResponseMessage answer)
    {
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("urn:composerp:forecasting:invalid-rows", problem.RootElement.GetProperty("type").GetString());

        return problem.RootElement.GetProperty("errors").Deserialize<List<RowFault>>(JsonSerializerOptions.Web)!;
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Line(DayMark mark) =>
        FormattableString.Invariant($"{mark.Kind} {mark.Location} {mark.Sku} {mark.From:yyyy-MM-dd} {mark.To:yyyy-MM-dd} {mark.Reason} {mark.Uplift} {mark.Actor}");

    private sealed record Answer(int Marks, int Changed);
}

using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Composerp.Samples.Api;

/// <summary>JSON over HTTP as all services speak it: pages with a cursor, lines for bulk, problem details for refusals.</summary>
internal sealed class JsonHttp(HttpClient http)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    public async Task<T> GetAsync<T>(string path, CancellationToken token) =>
        await FindAsync<T>(path, token) ?? throw new ApiProblemException(HttpStatusCode.NotFound, $"GET {path}", "");

    /// <summary>Null where there is no such thing.</summary>
    public async Task<T?> FindAsync<T>(string path, CancellationToken token)
    {
        using var response = await http.GetAsync(path, token);

        return response.StatusCode == HttpStatusCode.NotFound ? default : await ReadAsync<T>(response, token);
    }

    public async Task<T> PostAsync<T>(string path, object body, CancellationToken token)
    {
        using var content = JsonContent.Create(body, options: _json);

        return await PostAsync<T>(path, content, token);
    }

    public async Task<T> PostAsync<T>(string path, HttpContent content, CancellationToken token)
    {
        using var response = await http.PostAsync(path, content, token);

        return await ReadAsync<T>(response, token);
    }

    public async Task SendAsync(HttpMethod method, string path, object body, CancellationToken token)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, options: _json) };
        using var response = await http.SendAsync(request, token);

        await EnsureSuccessAsync(response, token);
    }

    /// <summary>Every item of a list, page by page.</summary>
    public async IAsyncEnumerable<T> PagesAsync<T>(
        string path, IReadOnlyDictionary<string, string?> filter, [EnumeratorCancellation] CancellationToken token)
    {
        string? after = null;

        do
        {
            var page = await GetAsync<Page<T>>(WithQuery(path, new Dictionary<string, string?>(filter) { ["after"] = after }), token);

            foreach (var item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>Every line of an NDJSON answer, as it arrives.</summary>
    public async IAsyncEnumerable<T> LinesAsync<T>(
        string path, IReadOnlyDictionary<string, string?> filter, [EnumeratorCancellation] CancellationToken token)
    {
        using var response = await http.GetAsync(WithQuery(path, filter), HttpCompletionOption.ResponseHeadersRead, token);
        await EnsureSuccessAsync(response, token);

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(token));

        while (await reader.ReadLineAsync(token) is { } line)
        {
            yield return JsonSerializer.Deserialize<T>(line, _json) ?? throw new InvalidDataException($"{path} sent an empty line.");
        }
    }

    public static string WithQuery(string path, IReadOnlyDictionary<string, string?> filter)
    {
        var query = string.Join('&', from term in filter
                                     where term.Value is not null
                                     select $"{term.Key}={Uri.EscapeDataString(term.Value)}");

        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken token)
    {
        await EnsureSuccessAsync(response, token);

        return await response.Content.ReadFromJsonAsync<T>(_json, token)
            ?? throw new InvalidDataException($"{response.RequestMessage?.RequestUri} answered null.");
    }

    private static async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken token)
    {
        if (!response.IsSuccessStatusCode)
        {
            var request = $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri}";

            throw new ApiProblemException(response.StatusCode, request, await response.Content.ReadAsStringAsync(token));
        }
    }

    private sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);
}

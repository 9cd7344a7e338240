using System.Collections.Concurrent;
using System.Net;
using Composerp.Deployment.Tests.Rendering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Composerp.Deployment.Tests.Running;

/// <summary>Sends requests to ready pods in turn, as the way into a cluster does. It tries none twice: what a pod fails, the client sees.</summary>
internal sealed class ReadyProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Pod, Endpoint> _endpoints = new();
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None,
    });
    private readonly WebApplication _app;
    private uint _turn;

    private ReadyProxy(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<ReadyProxy> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHttpForwarder();
        var proxy = new ReadyProxy(builder.Build());
        proxy._app.Run(proxy.ForwardAsync);
        await proxy._app.StartAsync();

        return proxy;
    }

    /// <summary>Sends requests to this pod, too, from when it is ready.</summary>
    public async Task AddAsync(Pod pod, CancellationToken token)
    {
        await pod.BecomesReadyAsync(token);
        _endpoints[pod] = new Endpoint(pod);
    }

    /// <summary>Sends nothing more to this pod, however ready it says to be.</summary>
    public async Task RemoveAsync(Pod pod)
    {
        if (_endpoints.TryRemove(pod, out var endpoint))
        {
            await endpoint.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();

        foreach (var pod in _endpoints.Keys)
        {
            await RemoveAsync(pod);
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var ready = _endpoints.Values.Where(endpoint => endpoint.IsReady).ToArray();

        if (ready.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;

            return;
        }

        var forwarder = context.RequestServices.GetRequiredService<IHttpForwarder>();
        var pod = ready[Interlocked.Increment(ref _turn) % ready.Length].Pod;
        await forwarder.SendAsync(context, $"http://{pod.Endpoint}", _client);
    }

    /// <summary>Ready, until the declared probe fails as often as is declared; ready again once it succeeds.</summary>
    private sealed class Endpoint : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _following;
        private volatile bool _isReady = true;

        public Endpoint(Pod pod)
        {
            Pod = pod;
            _following = FollowAsync();
        }

        public Pod Pod { get; }

        public bool IsReady => _isReady;

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _following;
            _stop.Dispose();
        }

        private async Task FollowAsync()
        {
            using var period = new PeriodicTimer(Pod.PeriodOf("readinessProbe"));
            var threshold = Pod.Rendered.Number("readinessProbe.failureThreshold") ?? 3;
            var failures = 0;

            try
            {
                while (await period.WaitForNextTickAsync(_stop.Token))
                {
                    failures = await Pod.ProbeAsync("readinessProbe", _stop.Token) ? 0 : failures + 1;
                    _isReady = failures < threshold;
                }
            }
            catch (OperationCanceledException)
            {
                // Removed.
            }
        }
    }
}

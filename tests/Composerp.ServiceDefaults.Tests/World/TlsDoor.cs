using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Composerp.Embedded.Kafka;
using Composerp.Tests.Support;

namespace Composerp.ServiceDefaults.Tests.World;

/// <summary>The only way to a broker: TLS, for clients that show a certificate of the right authority.</summary>
internal sealed class TlsDoor : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("composerp-door-");
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _impostor = new();
    private readonly ConcurrentDictionary<string, bool> _clients = new();
    private readonly SslServerAuthenticationOptions _handshake;
    private readonly TcpRelay _relay;

    public TlsDoor(KafkaCluster kafka)
    {
        var (certificate, key) = _authority.Issue("localhost");
        using var server = X509Certificate2.CreateFromPem(certificate, key);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_authority.Certificate);
        _handshake = new SslServerAuthenticationOptions
        {
            // Windows takes no key that exists in memory only.
            ServerCertificate = X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null),
            ClientCertificateRequired = true,
            CertificateChainPolicy = policy,
        };
        _relay = new TcpRelay(new IPEndPoint(IPAddress.Loopback, 0), IPEndPoint.Parse(kafka.BootstrapServers), ReceiveAsync);
        kafka.Advertise("localhost", _relay.Port);
    }

    public string Address => $"localhost:{_relay.Port}";

    /// <summary>The subjects of the certificates that were shown and taken.</summary>
    public IEnumerable<string> Clients => _clients.Keys;

    /// <summary>The settings of a client, as a deployment has them: files of Secrets.</summary>
    /// <param name="trustsImpostor">Whether the client takes another authority for the broker's.</param>
    public IEnumerable<KeyValuePair<string, string?>> SettingsOf(string client, bool trustsImpostor = false)
    {
        var (certificate, key) = _authority.Issue(client);

        return
        [
            new("Kafka:Config:SecurityProtocol", "Ssl"),
            new("Kafka:Config:SslCaLocation", Write("ca.crt", trustsImpostor ? _impostor.Pem : _authority.Pem)),
            new("Kafka:Config:SslCertificateLocation", Write("user.crt", certificate)),
            new("Kafka:Config:SslKeyLocation", Write("user.key", key)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _handshake.ServerCertificate?.Dispose();
        _authority.Dispose();
        _impostor.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);

        return file;
    }

    private async Task<Stream> ReceiveAsync(Stream stream, CancellationToken token)
    {
        var secure = new SslStream(stream);

        try
        {
            await secure.AuthenticateAsServerAsync(_handshake, token);
        }
        catch (AuthenticationException refused)
        {
            await secure.DisposeAsync();

            throw new IOException("The handshake failed.", refused);
        }

        _clients[secure.RemoteCertificate?.Subject ?? ""] = true;

        return secure;
    }
}

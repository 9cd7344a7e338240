#!/usr/bin/env bash
# Writes deploy/kubernetes/base anew: AppHost.cs is published as a manifest, and Aspirate renders that with the templates of
# Composerp.AppHost/kubernetes. Where Aspirate is not installed, the tests' own rendering of the same templates writes it.
# Run on an unchanged model it changes nothing; `git diff --exit-code deploy/kubernetes/base` says so.
set -euo pipefail

cd "$(dirname "$0")/../.."
export DOTNET_NOLOGO=1

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
manifest=Composerp.AppHost/manifest.json
reviewed=tests/Composerp.AppHost.Tests/Publishing/manifest.json

# Publishing that fails exits with 0, so the file is what counts.
rm -f "$manifest"
dotnet run --project Composerp.AppHost -- --publisher manifest --output-path "$PWD/$manifest"
test -s "$manifest" || { echo "The AppHost has published no manifest." >&2; exit 1; }
trap 'rm -f "$manifest"' EXIT
cp "$manifest" "$reviewed"

if command -v aspirate >/dev/null; then
    # In the AppHost's folder, since paths in the manifest are relative to it. The parameter is a reference that Kubernetes
    # resolves in the pod: no secret is known here.
    (cd Composerp.AppHost && aspirate generate --non-interactive --skip-build --disable-secrets --disable-state \
        --include-dashboard false --image-pull-policy IfNotPresent --namespace composerp --output-format kustomize \
        -m manifest.json -o ../deploy/kubernetes/base -ct "$version" -pa 'postgres-password=$(DATABASE_PASSWORD)')
else
    COMPOSERP_REGENERATE=true dotnet run --project tests/Composerp.Deployment.Tests -- -class '*GenerationTests'
fi

git diff --stat -- deploy/kubernetes/base "$reviewed"

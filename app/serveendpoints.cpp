// SPDX-License-Identifier: GPL-3.0-or-later
#include "serveendpoints.h"

#include "console.h"
#include "signature/secretargument.h"
#include "signature/secrets/systemkeyring.h"

#include <QStringList>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QString unknownProvider(const QByteArray& id)
{
    return u"there is no provider %1; hookloupe providers list names those that are known"_s.arg(
        QString::fromLocal8Bit(id));
}

/// What stands before the = may be a part of a secret whose provider was forgotten: only what reads as an id is shown.
QString unknownProviderOfSecret(const QByteArray& id)
{
    constexpr qsizetype LongestShown = 24;
    const bool isShown = id.size() <= LongestShown && std::all_of(id.begin(), id.end(), [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-';
    });
    if (isShown)
        return unknownProvider(id);
    return u"--secret: what stands before the = is no provider's id; write ID=SECRET, and find the id with hookloupe "
           "providers list"_s;
}

SecretSource sourceOf(const QString& argument)
{
    using Kind = SecretSource::Kind;
    for (const auto& [prefix, kind] : { std::pair("env:"_L1, Kind::Environment), std::pair("file:"_L1, Kind::File),
             std::pair("keychain:"_L1, Kind::Keychain) }) {
        if (argument.startsWith(prefix))
            return { kind, argument.mid(prefix.size()) };
    }
    return {};
}

bool contains(const std::vector<SecretEntry>& entries, const SecretEntry& entry)
{
    return std::find(entries.begin(), entries.end(), entry) != entries.end();
}

} // namespace

Result<GivenProviders, QString> GivenProviders::read(
    const QByteArray& provider, const std::vector<std::pair<QByteArray, QString>>& secrets)
{
    GivenProviders given;
    given.catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load(ProfileCatalog::userFolder()));
    given.provider = provider;
    if (!provider.isEmpty() && !given.catalog->find(provider))
        return Unexpected(unknownProvider(provider));
    for (const auto& [id, argument] : secrets) {
        if (!given.catalog->find(id))
            return Unexpected(unknownProviderOfSecret(id));
        Result<NamedSecret, QString> secret = readSecretArgument(argument);
        if (!secret)
            return Unexpected(u"--secret for %1: %2"_s.arg(QString::fromLatin1(id), secret.error()));
        // A name is there once in an endpoint.
        const QString base = u"%1: %2"_s.arg(QString::fromLatin1(id), secret->name);
        SecretEntry entry { base, id, sourceOf(argument) };
        const auto isTaken = [&](const Secret& other) { return other.entry.name == entry.name; };
        for (int number = 2; std::any_of(given.secrets.begin(), given.secrets.end(), isTaken); ++number)
            entry.name = u"%1 (%2)"_s.arg(base).arg(number);
        given.secrets.push_back({ std::move(entry), std::move(secret->value) });
    }
    return given;
}

ServeEndpoints::ServeEndpoints(CaptureEngine& engine, GivenProviders given)
    : m_engine(engine)
    , m_given(std::move(given))
    , m_secrets(std::make_unique<SystemKeyring>())
    , m_activation(m_secrets)
{
    m_engine.setProfiles(m_given.catalog);
    connect(&m_activation, &EndpointActivation::activated, this, &ServeEndpoints::enforce);
    std::vector<Endpoint> stored = m_engine.storedEndpoints();
    if (!stored.empty() || !m_given.provider.isEmpty() || !m_given.secrets.empty())
        m_activation.start(std::move(stored));
}

void ServeEndpoints::enforce()
{
    std::vector<ActiveEndpoint> endpoints = m_activation.endpoints();
    const ActiveEndpoint standard = addGiven(endpoints);
    m_engine.setEndpoints(std::move(endpoints));
    if (!m_activation.isWaiting())
        tellMissing(standard);
}

/// \return the default endpoint
ActiveEndpoint& ServeEndpoints::addGiven(std::vector<ActiveEndpoint>& endpoints) const
{
    auto standard = std::find_if(endpoints.begin(), endpoints.end(),
        [](const ActiveEndpoint& active) { return active.endpoint.id == EndpointId {}; });
    if (standard == endpoints.end())
        standard = endpoints.insert(endpoints.end(), ActiveEndpoint {});
    if (!m_given.provider.isEmpty())
        standard->endpoint.profile = m_given.provider;
    for (const GivenProviders::Secret& secret : m_given.secrets) {
        std::vector<SecretEntry>& entries = standard->endpoint.secrets;
        const auto isSameName = [&](const SecretEntry& entry) { return entry.name == secret.entry.name; };
        // Of a name that the session has with another source, what was given now counts.
        entries.erase(std::remove_if(entries.begin(), entries.end(), isSameName), entries.end());
        entries.push_back(secret.entry);
        standard->secrets.push_back({ secret.entry.profile, NamedSecret { secret.entry.name, secret.value } });
    }
    return *standard;
}

void ServeEndpoints::tellMissing(const ActiveEndpoint& standard)
{
    QStringList names;
    for (const MissingSecret& missing : m_activation.missing()) {
        const auto isGiven = [&](const GivenProviders::Secret& secret) {
            return secret.entry.name == missing.entry.name && contains(standard.endpoint.secrets, secret.entry);
        };
        const bool isThere
            = missing.endpoint == EndpointId {} && std::any_of(m_given.secrets.begin(), m_given.secrets.end(), isGiven);
        if (!isThere)
            names += u"\"%1\""_s.arg(missing.entry.name);
    }
    if (!names.isEmpty())
        printMessage(u"these secrets of the session's endpoints are not here: %1; their deliveries are checked without "
                     "them, give them with --secret"_s.arg(names.join(", "_L1)));
}

} // namespace hookloupe

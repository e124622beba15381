// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/secrets/secretstore.h"

#include "signature/secrets/secretplaces.h"

#include <QPointer>

#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

SecretError errorOf(const KeyringError& error)
{
    switch (error.code) {
    case KeyringErrorCode::NoEntry:
        return { SecretErrorCode::NotHere, error.detail };
    case KeyringErrorCode::Denied:
        return { SecretErrorCode::KeyringDenied, error.detail };
    case KeyringErrorCode::Unavailable:
    case KeyringErrorCode::TooSlow:
        break;
    }
    return { SecretErrorCode::KeyringUnavailable, error.detail };
}

Result<QByteArray, SecretError> withCode(Result<QByteArray, QString> read, SecretErrorCode code)
{
    if (!read)
        return Unexpected(SecretError { code, read.error() });
    return *std::move(read);
}

} // namespace

SecretStore::SecretStore(std::unique_ptr<Keyring> keyring, QObject* parent)
    : QObject(parent)
    , m_keyring(std::move(keyring))
{
}

SecretStore::~SecretStore()
{
    for (auto& [source, value] : m_held)
        wipeSecret(value);
}

void SecretStore::find(const SecretSource& source, Found answer)
{
    if (const std::optional<QByteArray> value = held(source)) {
        answer(*value);
        return;
    }
    switch (source.kind) {
    case SecretSource::Kind::Environment:
        answer(withCode(readSecretVariable(source.place), SecretErrorCode::NotSet));
        return;
    case SecretSource::Kind::File:
        answer(withCode(readSecretFile(source.place), SecretErrorCode::Unreadable));
        return;
    case SecretSource::Kind::Keychain:
        break;
    case SecretSource::Kind::Memory:
        answer(Unexpected(SecretError { SecretErrorCode::NotHere, u"it was not entered since the program began"_s }));
        return;
    }
    m_keyring->read(source.place,
        [self = QPointer(this), source, answer = std::move(answer)](const Result<QByteArray, KeyringError>& read) {
            if (!self)
                return;
            // Entered by hand while the keyring was being asked: that counts.
            if (const std::optional<QByteArray> newer = self->held(source))
                answer(*newer);
            else if (!read)
                answer(Unexpected(errorOf(read.error())));
            else
                answer(self->m_held.insert_or_assign(source, *read).first->second);
        });
}

std::optional<QByteArray> SecretStore::held(const SecretSource& source) const
{
    const auto found = m_held.find(source);
    return found == m_held.end() ? std::nullopt : std::optional(found->second);
}

void SecretStore::keep(const SecretSource& source, const QByteArray& value, Kept answer)
{
    if (source.kind == SecretSource::Kind::Environment || source.kind == SecretSource::Kind::File) {
        answer(Unexpected(SecretError { SecretErrorCode::NotHere, u"variables and files are read, not written"_s }));
        return;
    }
    QByteArray& held = m_held[source];
    if (held != value) {
        wipeSecret(held);
        held = value;
    }
    if (source.kind == SecretSource::Kind::Memory) {
        answer(Done());
        return;
    }
    m_keyring->write(source.place, value,
        [self = QPointer(this), answer = std::move(answer)](const Result<Done, KeyringError>& written) {
            if (self)
                answer(written ? Result<Done, SecretError>(Done()) : Unexpected(errorOf(written.error())));
        });
}

void SecretStore::forget(const SecretSource& source)
{
    if (const auto found = m_held.find(source); found != m_held.end()) {
        wipeSecret(found->second);
        m_held.erase(found);
    }
    if (source.kind == SecretSource::Kind::Keychain)
        m_keyring->remove(source.place, [](const Result<Done, KeyringError>&) {});
}

void SecretStore::probeKeyring()
{
    m_keyring->read(u"probe"_s, [self = QPointer(this)](const Result<QByteArray, KeyringError>& read) {
        if (!self)
            return;
        const bool isThere = read || read.error().code == KeyringErrorCode::NoEntry;
        emit self->keyringProbed(isThere, isThere ? QString() : read.error().detail);
    });
}

} // namespace hookloupe

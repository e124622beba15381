// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/secretargument.h"

#include "signature/secrets/secretplaces.h"
#include "signature/secrets/systemkeyring.h"

#include <chrono>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Long enough for a person to unlock the keyring.
constexpr std::chrono::seconds KeyringLimit { 60 };

Result<NamedSecret, QString> named(const QString& argument, Result<QByteArray, QString> value)
{
    if (!value)
        return Unexpected(value.error());
    return NamedSecret { argument, *std::move(value) };
}

Result<QByteArray, QString> fromKeyring(const QString& name)
{
    SystemKeyring keyring;
    const Result<QByteArray, KeyringError> value = readAndWait(keyring, name, KeyringLimit);
    if (value)
        return *value;
    if (value.error().code == KeyringErrorCode::NoEntry)
        return Unexpected(u"the keyring has no entry %1 of hookloupe; make it in the window, or use env:NAME or "
                          "file:PATH"_s.arg(name));
    if (value.error().code == KeyringErrorCode::Denied)
        return Unexpected(
            u"the keyring did not give the entry %1: %2; unlock it and try again"_s.arg(name, value.error().detail));
    return Unexpected(
        u"the system's keyring cannot be used: %1; use env:NAME or file:PATH in place of keychain:%2"_s.arg(
            value.error().detail, name));
}

} // namespace

Result<NamedSecret, QString> readSecretArgument(const QString& argument)
{
    if (argument.startsWith("env:"_L1))
        return named(argument, readSecretVariable(argument.mid(4)));
    if (argument.startsWith("file:"_L1))
        return named(argument, readSecretFile(argument.mid(5), SecretFileKind::AnyFile));
    if (argument.startsWith("keychain:"_L1))
        return named(argument, fromKeyring(argument.mid(9)));
    if (argument.isEmpty())
        return Unexpected(u"the secret is empty; give env:NAME, file:PATH, keychain:NAME or the text itself"_s);
    return NamedSecret { u"given on the command line"_s, argument.toUtf8() };
}

} // namespace hookloupe

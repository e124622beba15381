// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/secretsentences.h"

#include <QCoreApplication>
#include <QDir>

namespace hookloupe {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(SecretSentences)
};

} // namespace

QString placeName(SecretSource::Kind kind)
{
    switch (kind) {
    case SecretSource::Kind::Memory:
        return Texts::tr("Memory only");
    case SecretSource::Kind::Environment:
        return Texts::tr("Environment variable");
    case SecretSource::Kind::File:
        return Texts::tr("File");
    case SecretSource::Kind::Keychain:
        break;
    }
    return Texts::tr("System\u2019s keyring");
}

QString placeText(const SecretSource& source)
{
    switch (source.kind) {
    case SecretSource::Kind::Environment:
        return Texts::tr("Variable %1").arg(source.place);
    case SecretSource::Kind::File:
        return Texts::tr("File %1").arg(QDir::toNativeSeparators(source.place));
    case SecretSource::Kind::Memory:
    case SecretSource::Kind::Keychain:
        break;
    }
    return placeName(source.kind);
}

QString shortReason(const SecretError& error)
{
    switch (error.code) {
    case SecretErrorCode::NotHere:
        return Texts::tr("not here");
    case SecretErrorCode::NotSet:
        return Texts::tr("not set");
    case SecretErrorCode::Unreadable:
        return Texts::tr("cannot be read");
    case SecretErrorCode::KeyringDenied:
        return Texts::tr("keyring is locked");
    case SecretErrorCode::KeyringUnavailable:
        break;
    }
    return Texts::tr("no keyring");
}

QString oddityText(SecretOddity oddity, const QString& provider, const QByteArray& prefix)
{
    switch (oddity) {
    case SecretOddity::WhiteSpaceAround:
        return Texts::tr("There is a blank or a tab before or behind it.");
    case SecretOddity::LineEnd:
        return Texts::tr("There is a line end before or behind it.");
    case SecretOddity::LineEndInside:
        return Texts::tr("It has several lines; secrets have one.");
    case SecretOddity::InQuotes:
        return Texts::tr("It stands in quotes, which most likely are not part of it.");
    case SecretOddity::PrivateKey:
        return Texts::tr("This is a private key. The public one is enough, and safer.");
    case SecretOddity::PrefixLeftOff:
        return Texts::tr("%1 is not part of the key; it is left off by itself.").arg(QString::fromUtf8(prefix));
    case SecretOddity::DoesNotDecode:
        break;
    }
    return Texts::tr("%1 could not make a key of it: its secrets are written differently.").arg(provider);
}

} // namespace hookloupe

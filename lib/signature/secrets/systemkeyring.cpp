// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/secrets/systemkeyring.h"

#include <QStringDecoder>

#include <qt6keychain/keychain.h>

#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

const QString& service()
{
    static const QString Name = u"hookloupe"_s;
    return Name;
}

KeyringErrorCode codeOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::EntryNotFound:
        return KeyringErrorCode::NoEntry;
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return KeyringErrorCode::Denied;
    default:
        return KeyringErrorCode::Unavailable;
    }
}

KeyringError errorOf(const QKeychain::Job& job)
{
    QString detail = job.errorString().simplified();
    return { codeOf(job.error()), detail.isEmpty() ? u"the keyring gave no reason"_s : detail };
}

/// A job deletes itself once it has finished, and not before: the keyring's library holds on to it until then.
void start(QKeychain::Job* job, const QString& name, std::function<void(QKeychain::Job*)> finished)
{
    job->setKey(name);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, job, std::move(finished));
    job->start();
}

std::function<void(QKeychain::Job*)> whenWritten(Keyring::Written answer)
{
    return [answer = std::move(answer)](QKeychain::Job* job) {
        const bool isGone = job->error() == QKeychain::EntryNotFound;
        answer(job->error() == QKeychain::NoError || isGone ? Result<Done, KeyringError>(Done())
                                                            : Unexpected(errorOf(*job)));
    };
}

bool isText(const QByteArray& value)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(value);
    return !decoder.hasError() && !value.contains('\0') && text.toUtf8() == value;
}

} // namespace

void SystemKeyring::read(const QString& name, Read answer)
{
    start(new QKeychain::ReadPasswordJob(service()), name, [answer = std::move(answer)](QKeychain::Job* job) {
        if (job->error() != QKeychain::NoError) {
            answer(Unexpected(errorOf(*job)));
            return;
        }
        const QByteArray value = static_cast<QKeychain::ReadPasswordJob*>(job)->binaryData();
        if (value.isEmpty())
            answer(Unexpected(KeyringError { KeyringErrorCode::NoEntry, u"the entry is empty"_s }));
        else
            answer(value);
    });
}

void SystemKeyring::write(const QString& name, const QByteArray& value, Written answer)
{
    auto* job = new QKeychain::WritePasswordJob(service());
    // Text, where it is one, so that it can be read and changed in the desktop's own keyring program.
    if (isText(value))
        job->setTextData(QString::fromUtf8(value));
    else
        job->setBinaryData(value);
    start(job, name, whenWritten(std::move(answer)));
}

void SystemKeyring::remove(const QString& name, Written answer)
{
    start(new QKeychain::DeletePasswordJob(service()), name, whenWritten(std::move(answer)));
}

} // namespace hookloupe

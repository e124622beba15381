// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/secrets/keyring.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <memory>
#include <optional>

namespace hookloupe {

using namespace Qt::StringLiterals;

Keyring::~Keyring() = default;

Result<QByteArray, KeyringError> readAndWait(Keyring& keyring, const QString& name, std::chrono::milliseconds limit)
{
    if (!QCoreApplication::instance())
        return Unexpected(KeyringError { KeyringErrorCode::Unavailable, u"the program has not begun yet"_s });
    // Shared with the answer, which may come after the wait has ended.
    struct Wait {
        QEventLoop loop;
        std::optional<Result<QByteArray, KeyringError>> result;
    };
    const auto wait = std::make_shared<Wait>();
    keyring.read(name, [wait](const Result<QByteArray, KeyringError>& result) {
        wait->result = result;
        wait->loop.quit();
    });
    if (!wait->result) {
        QTimer::singleShot(limit, &wait->loop, &QEventLoop::quit);
        wait->loop.exec(QEventLoop::ExcludeUserInputEvents);
    }
    if (!wait->result) {
        const QString seconds = QString::number(std::chrono::duration_cast<std::chrono::seconds>(limit).count());
        return Unexpected(
            KeyringError { KeyringErrorCode::TooSlow, u"the keyring did not answer within %1 s"_s.arg(seconds) });
    }
    return *std::move(wait->result);
}

} // namespace hookloupe

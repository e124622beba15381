// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/exactsize.h"

#include "messages/quantities.h"

#include <QCoreApplication>

namespace hookloupe {

QString byteCountText(qint64 bytes)
{
    if (bytes == 1)
        return QCoreApplication::translate("ExactSize", "1 byte");
    return QCoreApplication::translate("ExactSize", "%1 bytes").arg(countText(bytes));
}

QString exactSizeText(qint64 bytes)
{
    if (bytes < 1024)
        return byteCountText(bytes);
    return QCoreApplication::translate("ExactSize", "%1 (%2)").arg(sizeText(bytes), byteCountText(bytes));
}

} // namespace hookloupe

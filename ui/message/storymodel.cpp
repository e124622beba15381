// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/storymodel.h"

namespace hookloupe {

int StoryModel::selectedRow() const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (index(row, 0).data(SelectedRole).toBool())
            return row;
    }
    return -1;
}

} // namespace hookloupe

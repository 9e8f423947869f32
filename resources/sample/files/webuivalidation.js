// Checks on this side what a form's fields hold, before it is sent. The server checks again.
function pageIsValid(fields) {
    for (var i = 0; i < fields.length; i++) {
        if (fields[i].required && fields[i].value.replace(/^\s+|\s+$/g, "") === "") {
            fields[i].className = "invalid";
            return false;
        }
    }
    return true;
}

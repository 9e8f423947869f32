<%@ Page Language="C#" AutoEventWireup="true" Inherits="Maple.Sample.ErrorPage" EnableViewState="false" %>
<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>Something went wrong</title>
<link type="text/css" rel="stylesheet" href="/owa/auth/<%= BuildFolder %>/themes/resources/error.css" />
</head>
<body class="errorBg">
<div id="errorMain">
    <div id="sadFace">:(</div>
    <h1>Something went wrong</h1>
    <p><%= Microsoft.Security.Application.Encoder.HtmlEncode(MessageText) %></p>
    <table class="details">
        <tr><td>X-ClientId:</td><td><%= ClientIdHeader %></td></tr>
        <tr><td>Date:</td><td><%= DateTime.UtcNow.ToString("u", System.Globalization.CultureInfo.InvariantCulture) %></td></tr>
    </table>
    <p><a href="/owa/">Back to your mail</a></p>
</div>
</body>
</html>
